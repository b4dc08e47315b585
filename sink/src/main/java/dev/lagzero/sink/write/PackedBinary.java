package dev.lagzero.sink.write;

import dev.lagzero.schemas.row.PackedRows;
import dev.lagzero.schemas.table.TemporalPattern;
import dev.lagzero.sink.shape.TargetColumn;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.type.TargetType;
import dev.lagzero.sink.type.TargetType.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Packed rows as COPY's binary format has them: the values that {@link Fitting} and {@link CopyText} would send one by one,
 * as the server keeps them. It takes what is plain; a record that holds anything else, or anything that does not fit, is
 * left as a whole to those two.
 *
 * @see <a href="https://www.postgresql.org/docs/18/sql-copy.html">COPY, Binary Format</a>
 */
final class PackedBinary implements PackedRows.Taker {

    /** A larger record is left. */
    static final int LARGEST = 128 << 10;

    /** As many bytes may become of one: of the two of a small integer become fourteen, as a numeric. */
    private static final int MOST = 7;

    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int NULL = -1;
    private static final short TRAILER = -1;

    private final ByteBuffer buffer = ByteBuffer.allocate(MOST * LARGEST + Short.BYTES);
    private TargetType[] types = {};
    private boolean[] refusesNull = {};
    private int column;
    private boolean fits;

    void start(TargetTable table) {
        types = table.columns().stream().map(TargetColumn::type).toArray(TargetType[]::new);
        refusesNull = new boolean[types.length];
        for (int i = 0; i < types.length; i++) {
            refusesNull[i] = table.refusesNull(table.columns().get(i).name());
        }
        buffer.clear();
        int flags = 0;
        int extension = 0;
        buffer.put(SIGNATURE).putInt(flags).putInt(extension);
    }

    boolean hasRoom(PackedRows rows) {
        return MOST * rows.bytes() <= buffer.remaining() - Short.BYTES;
    }

    /** @return whether all of it fits; else none of it was taken */
    boolean add(PackedRows rows) {
        int begin = buffer.position();
        fits = true;
        rows.tell(this);
        if (!fits) {
            buffer.position(begin);
        }
        return fits;
    }

    void end() {
        buffer.putShort(TRAILER);
    }

    byte[] bytes() {
        return buffer.array();
    }

    int size() {
        return buffer.position();
    }

    void clear() {
        buffer.clear();
    }

    @Override
    public void row() {
        column = 0;
        buffer.putShort((short) types.length);
    }

    /** The next column's type. */
    private Kind next() {
        return types[column++].kind();
    }

    @Override
    public void nothing() {
        // In a mixed column there is more to say than that.
        fits &= next() != Kind.MIXED && !refusesNull[column - 1];
        buffer.putInt(NULL);
    }

    @Override
    public void integer(long value) {
        switch (next()) {
            case BIGINT -> buffer.putInt(Long.BYTES).putLong(value);
            case NUMERIC -> BinaryNumeric.put(value, buffer);
            case BOOLEAN -> {
                fits &= value == 0 || value == 1;
                buffer.putInt(1).put((byte) value);
            }
            case DOUBLE, TEXT, BYTEA, DATE, TIMESTAMP, JSON, MIXED -> fits = false;
        }
    }

    @Override
    public void real(double value) {
        fits &= next() == Kind.DOUBLE;
        buffer.putInt(Double.BYTES).putDouble(value);
    }

    @Override
    public void text(byte[] bytes, int from, int length) {
        switch (next()) {
            case TEXT -> {
                fits &= !PlainBytes.holdZero(bytes, from, from + length);
                buffer.putInt(length).put(bytes, from, length);
            }
            case DATE, TIMESTAMP -> temporal(bytes, from, length);
            case BIGINT, NUMERIC, BOOLEAN, DOUBLE, BYTEA, JSON, MIXED -> fits = false;
        }
    }

    private void temporal(byte[] text, int from, int length) {
        TemporalPattern pattern = types[column - 1].pattern();
        if (!TemporalPattern.of(text, from, length).equals(pattern)) {
            fits = false;
        } else if (pattern.kind() == TemporalPattern.Kind.DATE) {
            buffer.putInt(Integer.BYTES).putInt(BinaryTime.days(text, from));
        } else {
            buffer.putInt(Long.BYTES).putLong(BinaryTime.micros(text, from, pattern.fraction()));
        }
    }

    @Override
    public void bytes(boolean blob, byte[] bytes, int from, int length) {
        fits &= next() == Kind.BYTEA && blob;
        buffer.putInt(length).put(bytes, from, length);
    }
}
