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
        int index = shape.keyIndex() == null
                ? 0
                : schema.indexRoot(shape.keyIndex()).orElse(0);
        if (index == 0) {
            List<String> names = shape.definition(false).columnNames();
            int[] fields = shape.key().stream()
                    .mapToInt(column -> shape.fields().get(names.indexOf(column)))
                    .toArray();
            return anyNull(TreeOutline.of(database, table.root()).rows(new BitSet()), fields);
        }
        int[] fields = IntStream.range(0, columns).toArray();
        CellStream entries = columns == 1
                ? CellStream.ends(database, index)
                : TreeOutline.of(database, index).entries(new BitSet());
        return anyNull(entries, fields);
    }

    private static boolean anyNull(CellStream cells, int[] fields) {
        Record record = new Record();
        while (cells.next()) {
            record.read(cells.cell());
            for (int field : fields) {
                if (field >= record.fields() || record.isNull(field)) {
                    return true;
                }
            }
        }
        return false;
    }
}
