package dev.lagzero.capture.page;

import dev.lagzero.schemas.value.Value;
import java.util.Arrays;

/**
 * The fields of a record, decoded one by one when asked for. Mutable and used again for the next cell. See
 * <a href="https://sqlite.org/fileformat2.html#record_format">Record Format</a>.
 */
public final class Record {

    /** Records up to this many bytes are put together before they are decoded; of larger ones only what is asked for. */
    private static final int ASSEMBLED = 128 * 1024;

    private static final int[] INTEGER_BYTES = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};
    private static final int REAL = 7;
    private static final int ZERO = 8;
    private static final int ONE = 9;
    private static final int BLOB = 12;
    private static final int TEXT = 13;

    private byte[] scratch = new byte[1024];
    private byte[] data = scratch;
    private int base;
    private OverflowChain chain;
    private int page;
    private TextEncoding encoding = TextEncoding.UTF_8;
    private int fields;
    private byte[] types = new byte[32];
    private int[] lengths = new int[32];
    private int[] starts = new int[32];

    /** Takes up the record of a cell. The cell may move on only when the record is no longer needed. */
    public void read(Cell cell) {
        page = cell.page;
        encoding = cell.database.encoding();
        chain = null;
        if (!cell.spills()) {
            data = cell.bytes;
            base = cell.start;
            parse(cell.payload, cell.payload);
            return;
        }
        OverflowChain spilled = new OverflowChain(cell);
        boolean whole = cell.payload <= ASSEMBLED;
        int part = whole ? cell.payload : headerLength(cell);
        if (scratch.length < part) {
            scratch = new byte[Integer.highestOneBit(part) * 2];
        }
        spilled.copy(0, part, scratch);
        data = scratch;
        base = 0;
        parse(part, cell.payload);
        chain = whole ? null : spilled;
    }

    private int headerLength(Cell cell) {
        long length = Varint.read(cell.bytes, cell.start);
        if (length < 1 || length > Math.min(cell.payload, 9 * 32768L)) {
            throw new CorruptPageException(page, "a record header of " + length + " bytes");
        }
        return (int) length;
    }

    private void parse(int available, int payload) {
        try {
            long header = available == 0 ? 0 : Varint.read(data, base);
            if (header < 1 || header > available) {
                throw new CorruptPageException(page, "a record of " + payload + " bytes has a header of " + header);
            }
            int at = base + Varint.length(data, base);
            int end = base + (int) header;
            long body = header;
            fields = 0;
            while (at < end) {
                long type = data[at];
                if (type >= 0) {
                    at++;
                } else {
                    type = Varint.read(data, at);
                    at += Varint.length(data, at);
                }
                body = field(type, body);
            }
            if (at != end || body > payload) {
                throw new CorruptPageException(page, "a record of " + payload + " bytes claims " + body);
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new CorruptPageException(page, "a record header runs past its end");
        }
    }

    private long field(long type, long body) {
        if (fields == types.length) {
            types = Arrays.copyOf(types, fields * 2);
            lengths = Arrays.copyOf(lengths, fields * 2);
            starts = Arrays.copyOf(starts, fields * 2);
        }
        long length;
        if (type >= BLOB) {
            length = (type - BLOB) >> 1;
            types[fields] = (byte) ((type & 1) == 0 ? BLOB : TEXT);
        } else if (type >= 0 && type < 10) {
            length = INTEGER_BYTES[(int) type];
            types[fields] = (byte) type;
        } else {
            throw new CorruptPageException(page, "a record has a field of the reserved type " + type);
        }
        if (body + length > Integer.MAX_VALUE) {
            throw new CorruptPageException(page, "a record has a field of " + length + " bytes");
        }
        starts[fields] = (int) body;
        lengths[fields] = (int) length;
        fields++;
        return body + length;
    }

    public int fields() {
        return fields;
    }

    public boolean isNull(int field) {
        return types[field] == 0;
    }

    public boolean isBlob(int field) {
        return types[field] == BLOB;
    }

    /** An integer, stored in whatever way, of a record that was put together. */
    public boolean isInteger(int field) {
        int type = types[field];
        return type != 0 && type < BLOB && type != REAL && chain == null;
    }

    /** The value of what {@link #isInteger}. */
    public long integer(int field) {
        return switch (types[field]) {
            case ZERO -> 0;
            case ONE -> 1;
            default -> BigEndian.signed(data, base + starts[field], lengths[field]);
        };
    }

    /** A text of which every byte is one character; a text of which that is not known is none. */
    public boolean isAscii(int field) {
        return types[field] == TEXT
                && chain == null
                && encoding == TextEncoding.UTF_8
                && Ascii.is(data, base + starts[field], lengths[field]);
    }

    /** Bytes that the field takes in the record. */
    public int length(int field) {
        return lengths[field];
    }

    /** The value of a field exactly as it is stored. */
    public Value value(int field) {
        int type = types[field];
        int length = lengths[field];
        byte[] from = data;
        int at = base + starts[field];
        if (chain != null) {
            from = new byte[length];
            chain.copy(starts[field], length, from);
            at = 0;
        }
        return switch (type) {
            case 0 -> Value.NULL;
            case ZERO -> Integers.of(0);
            case ONE -> Integers.of(1);
            case REAL -> real(BigEndian.int64(from, at));
            case TEXT -> encoding.decode(from, at, length);
            case BLOB -> new Value.Blob(chain == null ? Arrays.copyOfRange(from, at, at + length) : from);
            default -> Integers.of(BigEndian.signed(from, at, length));
        };
    }

    private static Value real(long bits) {
        double value = Double.longBitsToDouble(bits);
        return Double.isNaN(value) ? Value.NULL : new Value.Real(value);
    }
}
