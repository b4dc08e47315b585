package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Cell;
import dev.lagzero.capture.page.CellStream;
import org.jspecify.annotations.Nullable;

/** Pairs rows by their row number: a merge of two streams that ascend by it. */
final class RowidPairs implements PairStream {

    private final CellStream before;
    private final CellStream after;
    private boolean hasBefore;
    private boolean hasAfter;
    private boolean tookBefore = true;
    private boolean tookAfter = true;

    RowidPairs(CellStream before, CellStream after) {
        this.before = before;
        this.after = after;
    }

    @Override
    public boolean next() {
        if (tookBefore) {
            hasBefore = before.next();
        }
        if (tookAfter) {
            hasAfter = after.next();
        }
        long left = hasBefore ? before.cell().rowid() : 0;
        long right = hasAfter ? after.cell().rowid() : 0;
        tookBefore = hasBefore && (!hasAfter || left <= right);
        tookAfter = hasAfter && (!hasBefore || right <= left);
        return tookBefore || tookAfter;
    }

    @Override
    public @Nullable Cell before() {
        return tookBefore ? before.cell() : null;
    }

    @Override
    public @Nullable Cell after() {
        return tookAfter ? after.cell() : null;
    }
}
