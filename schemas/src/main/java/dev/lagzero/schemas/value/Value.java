package dev.lagzero.schemas.value;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * One value exactly as a source stores it. Two values are equal when their storage class and their bits are: 1 is not
 * 1.0, and 0.0 is not -0.0. NaN does not exist (SQLite stores NULL for it).
 */
public sealed interface Value {

    Storage storage();

    /** The one NULL. */
    Value NULL = new Null();

    record Null() implements Value {
        @Override
        public Storage storage() {
            return Storage.NULL;
        }
    }

    record Int(long value) implements Value {
        @Override
        public Storage storage() {
            return Storage.INTEGER;
        }
    }

    record Real(double value) implements Value {
        public Real {
            if (Double.isNaN(value)) {
                throw new IllegalArgumentException("a real value is NaN; sources store NULL for it");
            }
        }

        @Override
        public Storage storage() {
            return Storage.REAL;
        }

        /** Finite, without a fraction, and within the range of a 64-bit integer: it could be mistaken for an Int. */
        public boolean looksLikeInteger() {
            return value == Math.rint(value) && value >= -0x1p63 && value < 0x1p63;
        }
    }

    /** Text that is valid Unicode; it may hold U+0000. */
    record Text(String value) implements Value {
        public Text {
            Objects.requireNonNull(value, "value");
        }

        @Override
        public Storage storage() {
            return Storage.TEXT;
        }
    }

    /** Text whose stored bytes are not valid in the database's encoding: the bytes as stored. */
    record RawText(byte[] bytes) implements Value {
        public RawText {
            Objects.requireNonNull(bytes, "bytes");
        }

        @Override
        public Storage storage() {
            return Storage.TEXT;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof RawText that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "RawText[" + HexFormat.of().formatHex(bytes) + "]";
        }
    }

    record Blob(byte[] bytes) implements Value {
        public Blob {
            Objects.requireNonNull(bytes, "bytes");
        }

        @Override
        public Storage storage() {
            return Storage.BLOB;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Blob that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return 31 + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Blob[" + HexFormat.of().formatHex(bytes) + "]";
        }
    }

    static Value of(long value) {
        return new Int(value);
    }

    static Value of(double value) {
        return new Real(value);
    }

    static Value of(String value) {
        return new Text(value);
    }

    static Value of(byte[] value) {
        return new Blob(value);
    }

    /** About how many bytes the value takes in a record; for limits, not for accounting. */
    default int size() {
        return switch (this) {
            case Null ignored -> 4;
            case Int ignored -> 8;
            case Real ignored -> 8;
            case Text text -> text.value().length();
            case RawText raw -> raw.bytes().length;
            case Blob blob -> blob.bytes().length;
        };
    }
}
