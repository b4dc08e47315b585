package dev.lagzero.capture.entry;

import dev.lagzero.capture.store.RowTables;
import dev.lagzero.capture.store.RowWrite;
import dev.lagzero.capture.store.Store;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a store equal to a snapshot file, table by table: the difference is one transaction, and often none. */
final class Importing {

    private final Store store;
    private final List<RowWrite> writes = new ArrayList<>();

    Importing(Store store) {
        this.store = store;
    }

    /** Tables that the file does not name stay as they are. To be run in a transaction. Returns how many rows differ. */
    int run(SnapshotFile file) {
        file.tables().forEach(this::compare);
        new RowTables(store).write(writes);
        return writes.size();
    }

    private void compare(String table, SnapshotFile.Rows rows) {
        Map<Image, Image> held = new HashMap<>();
        Optional<TableDefinition> known = store.find(table);
        known.ifPresent(definition -> store.rows(table, row -> held.put(row.project(definition.key()), row)));
        List<String> key = known.map(TableDefinition::key).orElse(rows.key());
        rows.byKey().values().forEach(row -> {
            Image before = held.remove(row.project(key));
            if (before == null || !same(before, row)) {
                List<String> types = row.names().stream()
                        .map(name -> rows.types().getOrDefault(name, ""))
                        .toList();
                writes.add(new RowWrite.Upsert(table, key, row, types));
            }
        });
        held.keySet().forEach(gone -> writes.add(new RowWrite.Delete(table, gone)));
    }

    /** A column that one of them does not name is NULL in it. */
    private static boolean same(Image held, Image row) {
        for (int i = 0; i < held.names().size(); i++) {
            Value value = row.find(held.names().get(i));
            if (!held.values().get(i).equals(value == null ? Value.NULL : value)) {
                return false;
            }
        }
        for (int i = 0; i < row.names().size(); i++) {
            boolean more = held.find(row.names().get(i)) == null;
            if (more && !row.values().get(i).equals(Value.NULL)) {
                return false;
            }
        }
        return true;
    }
}
