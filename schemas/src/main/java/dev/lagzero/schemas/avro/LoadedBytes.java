package dev.lagzero.schemas.avro;

import dev.lagzero.schemas.json.RowsScan;
import dev.lagzero.schemas.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Avro's binary form of values, put together as they come; the bytes that {@link LoadedRows} writes. */
final class LoadedBytes implements RowsScan.Taker {

    private static final int LONGEST_NUMBER = 10;

    private final int width;
    private byte[] bytes;
    private int size;
    private int rows;

    /** @param width of a row */
    LoadedBytes(int width, int expected) {
        this.width = width;
        this.bytes = new byte[expected];
    }

    void one(byte value) {
        reserve(1);
        bytes[size++] = value;
    }

    void number(long value) {
        reserve(LONGEST_NUMBER);
        long rest = (value << 1) ^ (value >> 63);
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void run(byte[] from) {
        run(from, 0, from.length);
    }

    void run(String text) {
        run(text.getBytes(StandardCharsets.UTF_8));
    }

    private void run(byte[] from, int at, int length) {
        number(length);
        reserve(length);
        System.arraycopy(from, at, bytes, size, length);
        size += length;
    }

    @Override
    public void row() {
        endRow();
        rows++;
        if (width > 0) {
            number(width);
        }
    }

    private void endRow() {
        if (rows > 0) {
            number(0);
        }
    }

    @Override
    public void integer(long value) {
        number(RowWriter.LONG);
        number(value);
    }

    @Override
    public void real(double value) {
        number(RowWriter.DOUBLE);
        reserve(Double.BYTES);
        long bits = Double.doubleToRawLongBits(value);
        for (int i = 0; i < Double.BYTES; i++) {
            bytes[size++] = (byte) (bits >>> 8 * i);
        }
    }

    @Override
    public void text(byte[] from, int at, int length) {
        number(RowWriter.STRING);
        run(from, at, length);
    }

    @Override
    public void value(Value value) {
        switch (value) {
            case Value.Null ignored -> number(RowWriter.NULL);
            case Value.Int integer -> integer(integer.value());
            case Value.Real real -> real(real.value());
            case Value.Text text -> {
                number(RowWriter.STRING);
                run(text.value());
            }
            case Value.Blob blob -> {
                number(RowWriter.BYTES);
                run(blob.bytes());
            }
            case Value.RawText raw -> {
                number(RowWriter.RAW_TEXT);
                run(raw.bytes());
            }
        }
    }

    /** All of it, once the last row was told. */
    byte[] finished() {
        endRow();
        number(0);
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
