package dev.lagzero.schemas.row;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one table's snapshot as they stand in a record: sound, and not taken apart before somebody asks. Whoever can use
 * their values as they stand is {@linkplain #tell told} them without an object for any. For one thread at a time.
 */
public abstract class PackedRows extends AbstractList<Row> implements RandomAccess {

    private @Nullable List<Row> unpacked;

    /** Takes what the rows hold, in the order in which it stands: each row, and then its values. */
    public interface Taker {
        void row();

        void nothing();

        void integer(long value);

        void real(double value);

        /** A text in UTF-8. */
        void text(byte[] bytes, int from, int length);

        /** A blob, or a text that is not Unicode. */
        void bytes(boolean blob, byte[] bytes, int from, int length);
    }

    public abstract String table();

    /** Names of the key's columns. */
    public abstract List<String> key();

    /** Names of all columns. */
    public abstract List<String> columns();

    /** How many bytes they take as they stand. */
    public abstract int bytes();

    public abstract void tell(Taker taker);

    @Override
    public Row get(int index) {
        if (unpacked == null) {
            unpacked = Unpacking.of(this);
        }
        return unpacked.get(index);
    }
}
