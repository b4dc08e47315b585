package dev.lagzero.sink.write;

import dev.lagzero.schemas.row.PackedRows;
import dev.lagzero.schemas.table.TemporalPattern;
import dev.lagzero.sink.shape.TargetColumn;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.type.TargetType;
import dev.lagzero.sink.type.TargetType.Kind;
import java.nio.charset.StandardCharsets;

/**
 * Packed rows as COPY's text format reads them, as {@link Fitting} and {@link CopyText} would write them one by one. It
 * takes what is plain; a record that holds anything else, or anything that does not fit, is left as a whole to those two.
 */
final class PackedText implements PackedRows.Taker {

    /** A larger record is left. */
    static final int LARGEST = 128 << 10;

    /** As many bytes may become of one: the digits of a double. */
    private static final int MOST = 4;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] buffer = new byte[2 * MOST * LARGEST];
    private TargetType[] types = {};
    private boolean[] refusesNull = {};
    private int size;
    private int begin;
    private int column;
    private boolean fits;

    void start(TargetTable table) {
        types = table.columns().stream().map(TargetColumn::type).toArray(TargetType[]::new);
        refusesNull = new boolean[types.length];
        for (int i = 0; i < types.length; i++) {
            refusesNull[i] = table.refusesNull(table.columns().get(i).name());
        }
        size = 0;
    }

    boolean isFull() {
        return size > buffer.length - MOST * LARGEST;
    }

    /** @return whether all of it fits; else none of it was taken */
    boolean add(PackedRows rows) {
        begin = size;
        column = types.length;
        fits = true;
        rows.tell(this);
        endRow();
        if (!fits) {
            size = begin;
        }
        return fits;
    }

    byte[] buffer() {
        return buffer;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    @Override
    public void row() {
        if (size > begin) {
            endRow();
        }
        column = 0;
    }

    private void endRow() {
        put('\n');
    }

    /** The next column's type. */
    private Kind next() {
        if (column > 0) {
            put('\t');
        }
        return types[column++].kind();
    }

    @Override
    public void nothing() {
        next();
        fits &= !refusesNull[column - 1];
        put('\\');
        put('N');
    }

    @Override
    public void integer(long value) {
        switch (next()) {
            case BIGINT, NUMERIC -> size = Digits.put(value, buffer, size);
            case BOOLEAN -> {
                fits &= value == 0 || value == 1;
                put(value == 0 ? 'f' : 't');
            }
            case DOUBLE, TEXT, BYTEA, DATE, TIMESTAMP, JSON, MIXED -> fits = false;
        }
    }

    @Override
    public void real(double value) {
        fits &= next() == Kind.DOUBLE;
        if (fits) {
            ascii(Double.toString(value));
        }
    }

    @SuppressWarnings("deprecation") // It is ASCII, and needs no array of its own.
    private void ascii(String text) {
        text.getBytes(0, text.length(), buffer, size);
        size += text.length();
    }

    @Override
    public void text(byte[] bytes, int from, int length) {
        switch (next()) {
            case TEXT -> escaped(bytes, from, from + length);
            case DATE, TIMESTAMP -> {
                fits &= TemporalPattern.of(bytes, from, length).equals(types[column - 1].pattern());
                raw(bytes, from, fits ? length : 0);
            }
            case BIGINT, NUMERIC, BOOLEAN, DOUBLE, BYTEA, JSON, MIXED -> fits = false;
        }
    }

    private void raw(byte[] bytes, int from, int length) {
        System.arraycopy(bytes, from, buffer, size, length);
        size += length;
    }

    private void escaped(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int end = PlainBytes.end(bytes, at, to);
            raw(bytes, at, end - at);
            at = end;
            if (at < to) {
                escaped(bytes[at++]);
            }
        }
    }

    private void escaped(byte special) {
        switch (special) {
            case 0 -> fits = false;
            case '\\' -> escape('\\');
            case '\n' -> escape('n');
            case '\r' -> escape('r');
            case '\t' -> escape('t');
            default -> put(special);
        }
    }

    private void escape(int letter) {
        put('\\');
        put(letter);
    }

    @Override
    public void bytes(boolean blob, byte[] bytes, int from, int length) {
        fits &= next() == Kind.BYTEA && blob;
        if (fits) {
            escape('\\');
            put('x');
            for (int i = from; i < from + length; i++) {
                put(HEX[bytes[i] >> 4 & 15]);
                put(HEX[bytes[i] & 15]);
            }
        }
    }

    private void put(int value) {
        buffer[size++] = (byte) value;
    }
}
