package dev.lagzero.capture.table;

import dev.lagzero.capture.page.CellStream;
import dev.lagzero.capture.page.Database;
import dev.lagzero.capture.page.Record;
import dev.lagzero.capture.page.TreeOutline;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** SQLite lets NULL into primary keys that do not say NOT NULL; then they do not identify rows. */
public final class KeyNulls {

    private KeyNulls() {}

    /** A NULL is stored in the declared primary key. */
    public static boolean stored(Database database, Schema schema, StoredTable.Followed table) {
        TableShape shape = table.shape();
        if (!shape.keyMayBeNull()) {
            return false;
        }
        int columns = shape.key().size();
        int index = keyIndex(schema, shape);
        if (index == 0) {
            return anyNull(
                    TreeOutline.of(database, table.root()).without(new BitSet()).rows(), fields(shape));
        }
        CellStream entries = columns == 1
                ? CellStream.ends(database, index)
                : TreeOutline.of(database, index).without(new BitSet()).entries();
        return anyNull(entries, IntStream.range(0, columns).toArray());
    }

    /** Whether {@link #stored} takes a look at two entries of an index, however large the table is. */
    public static boolean isCheap(Schema schema, TableShape shape) {
        return !shape.keyMayBeNull() || (shape.key().size() == 1 && keyIndex(schema, shape) != 0);
    }

    /** How many of these rows of a table have a NULL in the declared primary key. */
    public static long count(CellStream rows, TableShape shape) {
        int[] fields = fields(shape);
        Record record = new Record();
        long count = 0;
        while (rows.next()) {
            record.read(rows.cell());
            count += anyNull(record, fields) ? 1 : 0;
        }
        return count;
    }

    private static int keyIndex(Schema schema, TableShape shape) {
        return shape.keyIndex() == null ? 0 : schema.indexRoot(shape.keyIndex()).orElse(0);
    }

    private static int[] fields(TableShape shape) {
        List<String> names = shape.definition(false).columnNames();
        return shape.key().stream()
                .mapToInt(column -> shape.fields().get(names.indexOf(column)))
                .toArray();
    }

    private static boolean anyNull(CellStream cells, int[] fields) {
        Record record = new Record();
        while (cells.next()) {
            record.read(cells.cell());
            if (anyNull(record, fields)) {
                return true;
            }
        }
        return false;
    }

    private static boolean anyNull(Record record, int[] fields) {
        for (int field : fields) {
            if (field >= record.fields() || record.isNull(field)) {
                return true;
            }
        }
        return false;
    }
}
