package dev.lagzero.capture.session;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts consecutive rows of a snapshot into one record. Where a record ends depends on the rows alone, from the beginning
 * of the record on: going on behind any record of the log, the same ones are made again. Used by one thread.
 */
final class Packing {

    private static final int MOST_ROWS = 2000;

    /** Of values, about; with the escapes of JSON at worst six times as many. */
    private static final int MOST_BYTES = 80 << 10;

    /** From this size on a row gains nothing from company. */
    private static final int LARGE = 16 << 10;

    private final List<List<Value>> rows = new ArrayList<>();
    private ChangeEvent.@Nullable RowChanged first;
    private int bytes;

    /** Whether the row may stand with others. */
    static boolean takes(ChangeEvent.Part part) {
        return part instanceof ChangeEvent.RowChanged row
                && row.header().snapshot()
                && row.before() == null
                && row.after() != null
                && row.after().size() < LARGE;
    }

    boolean isEmpty() {
        return first == null;
    }

    boolean isFull() {
        return rows.size() >= MOST_ROWS || bytes >= MOST_BYTES;
    }

    /** Whether the row belongs into the record that is being filled. */
    boolean fits(ChangeEvent.Part part) {
        return takes(part) && (first == null || part.table().equals(first.table()));
    }

    /** @param row one that {@link #fits}, the next of its transaction */
    void add(ChangeEvent.RowChanged row) {
        Image image = row.after();
        if (image == null) {
            throw new IllegalArgumentException("a deleted row of " + row.table() + " is not read");
        }
        if (first == null) {
            first = row;
        }
        rows.add(image.values());
        bytes += image.size();
    }

    /** What was added, in one part; begins anew. */
    ChangeEvent.Part take() {
        if (first == null || first.after() == null) {
            throw new IllegalStateException("there are no rows to take");
        }
        Header header = first.header();
        ChangeEvent.Part taken = rows.size() == 1
                ? first
                : new ChangeEvent.RowsRead(
                        header,
                        first.ordinal(),
                        first.table(),
                        first.key().names(),
                        first.after().names(),
                        List.copyOf(rows));
        first = null;
        rows.clear();
        bytes = 0;
        return taken;
    }
}
