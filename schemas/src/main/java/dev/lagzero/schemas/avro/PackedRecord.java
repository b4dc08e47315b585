package dev.lagzero.schemas.avro;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.PackedRows;
import dev.lagzero.schemas.row.RowEvent;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a record that {@link LoadedRows} wrote, left in it. What is not exactly as we write it is left to {@link
 * RowReader}, which reads whatever the schema allows, or says what is wrong.
 */
final class PackedRecord extends PackedRows {

    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    /** Bits of the longest number. */
    private static final int LONGEST = 64;

    private final byte[] record;
    private String table = "";
    private List<String> key = List.of();
    private List<String> columns = List.of();
    private int rows;
    private int first;
    private int at = 1;

    private PackedRecord(byte[] record) {
        this.record = record;
    }

    /** Empty for any other record. */
    static Optional<RowEvent> of(byte[] record) {
        try {
            PackedRecord packed = new PackedRecord(record);
            int source = packed.skip();
            int length = packed.at - source;
            long epoch = packed.number();
            long sequence = packed.number();
            return packed.number() == RowWriter.LOADED
                    ? packed.read(text(record, source, length), new SourcePosition(epoch, sequence))
                    : Optional.empty();
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<RowEvent> read(String source, SourcePosition position) {
        long ordinal = number();
        int from = skip();
        table = text(record, from, at - from);
        from = skip();
        key = Names.list(ByteBuffer.wrap(record, from, at - from));
        from = skip();
        columns = Names.list(ByteBuffer.wrap(record, from, at - from));
        rows = Math.toIntExact(Math.clamp(number(), 0, Integer.MAX_VALUE));
        first = at;
        boolean sound = rows > 0 && !columns.isEmpty() && columns.containsAll(key) && areSound();
        return sound
                ? Optional.of(new RowEvent.Rows(source, position, ordinal, rows, true, this, ""))
                : Optional.empty();
    }

    private static String text(byte[] bytes, int from, int length) {
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /** Passes over a run of bytes; where it begins. */
    private int skip() {
        long length = number();
        int from = at;
        if (length < 0 || length > record.length - at) {
            throw new IndexOutOfBoundsException();
        }
        at += (int) length;
        return from;
    }

    private long number() {
        long read = 0;
        for (int shift = 0; shift < LONGEST; shift += 7) {
            byte next = record[at++];
            read |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return (read >>> 1) ^ -(read & 1);
            }
        }
        throw new IndexOutOfBoundsException();
    }

    private boolean areSound() {
        int width = columns.size();
        for (int row = 0; row < rows; row++) {
            if (number() != width) {
                return false;
            }
            for (int i = 0; i < width; i++) {
                if (!isSound((int) number())) {
                    return false;
                }
            }
            if (number() != 0) {
                return false;
            }
        }
        return number() == 0 && at == record.length;
    }

    private boolean isSound(int kind) {
        switch (kind) {
            case RowWriter.NULL -> {}
            case RowWriter.LONG -> number();
            case RowWriter.DOUBLE -> {
                double value = (double) DOUBLE.get(record, at);
                at += Double.BYTES;
                return !Double.isNaN(value);
            }
            case RowWriter.STRING, RowWriter.BYTES, RowWriter.RAW_TEXT -> skip();
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    public void tell(Taker taker) {
        at = first;
        for (int row = 0; row < rows; row++) {
            taker.row();
            for (long left = number(); left > 0; left--) {
                value(taker);
            }
            number();
        }
    }

    private void value(Taker taker) {
        int kind = (int) number();
        switch (kind) {
            case RowWriter.NULL -> taker.nothing();
            case RowWriter.LONG -> taker.integer(number());
            case RowWriter.DOUBLE -> {
                taker.real((double) DOUBLE.get(record, at));
                at += Double.BYTES;
            }
            default -> {
                int from = skip();
                if (kind == RowWriter.STRING) {
                    taker.text(record, from, at - from);
                } else {
                    taker.bytes(kind == RowWriter.BYTES, record, from, at - from);
                }
            }
        }
    }

    @Override
    public int size() {
        return rows;
    }

    @Override
    public String table() {
        return table;
    }

    @Override
    public List<String> key() {
        return key;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public int bytes() {
        return record.length;
    }
}
