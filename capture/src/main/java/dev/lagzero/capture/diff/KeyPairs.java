package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Cell;
import dev.lagzero.capture.page.CellReader;
import dev.lagzero.capture.page.CellStream;
import org.jspecify.annotations.Nullable;

/**
 * Pairs rows by key, whatever their order. The smaller side goes into a {@link KeyTable}, part by part so that memory
 * is bounded; the other side streams past it once for each part.
 */
final class KeyPairs implements PairStream {

    private final TablePair table;
    private final Leftovers leftovers;
    private final boolean oldIndexed;
    private final long indexedRows;
    private final long parts;
    private final CellReader indexed;
    private long part = -1;
    private KeyTable known = new KeyTable(0);
    private CellStream passing = CellStream.none();
    private boolean draining = true;
    private @Nullable Cell before;
    private @Nullable Cell after;

    KeyPairs(TablePair table, Leftovers leftovers, long oldRows, long newRows) {
        this.table = table;
        this.leftovers = leftovers;
        this.oldIndexed = oldRows <= newRows;
        this.indexedRows = Math.min(oldRows, newRows);
        this.parts = Math.max(1, (indexedRows + KeyTable.MOST_ROWS - 1) / KeyTable.MOST_ROWS);
        this.indexed = new CellReader((oldIndexed ? table.before() : table.after()).database());
    }

    /** Pairs all that is left, counting both sides first. */
    static KeyPairs of(TablePair table, Leftovers leftovers) {
        return new KeyPairs(table, leftovers, count(leftovers.before()), count(leftovers.after()));
    }

    private static long count(CellStream cells) {
        long count = 0;
        while (cells.next()) {
            count++;
        }
        return count;
    }

    @Override
    public boolean next() {
        while (true) {
            if (!draining) {
                if (nextPassing()) {
                    return true;
                }
                draining = true;
            }
            long reference = known.drain();
            if (reference >= 0) {
                show(indexed.find(reference), null);
                return true;
            }
            if (++part == parts) {
                return false;
            }
            begin();
        }
    }

    private void begin() {
        known = new KeyTable(indexedRows / parts + indexedRows / parts / 8);
        CellStream rows = indexedRows == 0 ? CellStream.none() : side(oldIndexed);
        while (rows.next()) {
            long hash = hash(rows.cell(), oldIndexed);
            if (isInPart(hash)) {
                known.add(hash, rows.cell().reference());
            }
        }
        passing = side(!oldIndexed);
        draining = false;
    }

    private CellStream side(boolean old) {
        return old ? leftovers.before() : leftovers.after();
    }

    private long hash(Cell cell, boolean old) {
        return KeyHash.of(old ? table.oldReader().key(cell) : table.newReader().key(cell));
    }

    private boolean isInPart(long hash) {
        return parts == 1 || Long.remainderUnsigned(hash >>> 20, parts) == part;
    }

    private boolean nextPassing() {
        while (passing.next()) {
            Cell cell = passing.cell();
            if (indexedRows == 0) {
                show(null, cell);
                return true;
            }
            long hash = hash(cell, !oldIndexed);
            if (isInPart(hash)) {
                long reference = known.match(hash, candidate -> isSame(indexed.find(candidate), cell));
                show(reference < 0 ? null : indexed.find(reference), cell);
                return true;
            }
        }
        return false;
    }

    private boolean isSame(Cell candidate, Cell cell) {
        return oldIndexed ? table.sameKey(candidate, cell) : table.sameKey(cell, candidate);
    }

    private void show(@Nullable Cell ofIndexed, @Nullable Cell ofPassing) {
        before = oldIndexed ? ofIndexed : ofPassing;
        after = oldIndexed ? ofPassing : ofIndexed;
    }

    @Override
    public @Nullable Cell before() {
        return before;
    }

    @Override
    public @Nullable Cell after() {
        return after;
    }
}
