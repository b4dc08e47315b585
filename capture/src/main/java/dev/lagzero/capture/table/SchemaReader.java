package dev.lagzero.capture.table;

import dev.lagzero.capture.page.CellStream;
import dev.lagzero.capture.page.CorruptPageException;
import dev.lagzero.capture.page.Database;
import dev.lagzero.capture.page.Record;
import dev.lagzero.capture.page.TreeOutline;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code sqlite_schema}, the table whose b-tree begins on page 1. */
final class SchemaReader {

    private static final int COLUMNS = 5;

    private SchemaReader() {}

    static List<SchemaEntry> read(Database database) {
        List<SchemaEntry> entries = new ArrayList<>();
        if (database.pageCount() == 0) {
            return entries;
        }
        CellStream rows = TreeOutline.of(database, 1).without(new BitSet()).rows();
        Record record = new Record();
        while (rows.next()) {
            record.read(rows.cell());
            if (record.fields() < COLUMNS) {
                throw new CorruptPageException(1, "row " + rows.cell().rowid() + " of sqlite_schema is too short");
            }
            entries.add(entry(rows.cell().rowid(), record));
        }
        return entries;
    }

    private static SchemaEntry entry(long rowid, Record record) {
        int root = record.value(3) instanceof Value.Int number ? (int) number.value() : 0;
        return new SchemaEntry(
                rowid, text(record, 0, rowid), text(record, 1, rowid), text(record, 2, rowid), root, sql(record));
    }

    private static String text(Record record, int field, long rowid) {
        if (record.value(field) instanceof Value.Text text) {
            return text.value();
        }
        throw new CorruptPageException(1, "row " + rowid + " of sqlite_schema names nothing");
    }

    private static @Nullable String sql(Record record) {
        return record.value(4) instanceof Value.Text text ? text.value() : null;
    }
}
