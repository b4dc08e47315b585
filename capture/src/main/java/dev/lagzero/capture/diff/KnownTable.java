package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Database;
import dev.lagzero.capture.page.DirtyPages;
import dev.lagzero.capture.page.TreeOutline;
import dev.lagzero.capture.page.TreeParts;
import dev.lagzero.capture.table.KeyNulls;
import dev.lagzero.capture.table.RowReader;
import dev.lagzero.capture.table.Schema;
import dev.lagzero.capture.table.StoredTable;
import dev.lagzero.schemas.change.Header;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A table whose definition does not change, and how its rows are read. */
final class KnownTable implements AutoCloseable {

    private final StoredTable.Followed table;
    private final Schema schema;
    private final CaptureScope scope;
    private final boolean cheapNulls;
    private long keysWithNull;
    private @Nullable RowReader reader;

    /** @throws IllegalArgumentException when the scope masks a column of the primary key */
    KnownTable(StoredTable.Followed table, Schema schema, CaptureScope scope) {
        this.table = table;
        this.schema = schema;
        this.scope = scope;
        this.cheapNulls = KeyNulls.isCheap(schema, table.shape());
        scope.view(table, false);
    }

    int root() {
        return table.root();
    }

    /** False when rows are identified in another way than before: that is another definition. */
    boolean advance(DirtyPages dirty, TreeParts parts) {
        if (reader == null) {
            keysWithNull = keysWithNull(dirty.before());
            reader = new RowReader(dirty.before(), scope.view(table, keysWithNull > 0));
        }
        long was = keysWithNull;
        if (cheapNulls) {
            keysWithNull = keysWithNull(dirty.after());
        } else {
            keysWithNull += KeyNulls.count(parts.after().rows(), table.shape())
                    - KeyNulls.count(parts.before().rows(), table.shape());
        }
        return was > 0 == keysWithNull > 0;
    }

    private long keysWithNull(Database database) {
        return cheapNulls
                ? KeyNulls.stored(database, schema, table) ? 1 : 0
                : KeyNulls.count(
                        TreeOutline.of(database, table.root())
                                .without(new BitSet())
                                .rows(),
                        table.shape());
    }

    Stage rows(TreeParts parts, Header header) {
        RowReader known = Objects.requireNonNull(reader, "reader");
        TablePair pair = new TablePair(parts.before(), parts.after(), known, known, Projection.none(), true, true);
        return new RowStage(header, pair, pair.pairs());
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
        }
    }
}
