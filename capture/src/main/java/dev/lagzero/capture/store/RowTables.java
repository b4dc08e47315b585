package dev.lagzero.capture.store;

import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The collections of a store as tables that grow: whoever writes a row to a table that is not there makes it, and columns
 * that are new are added. For writers that have no shapes, as those in other processes. Thread-safe.
 */
public final class RowTables {

    private static final List<String> USUAL_KEY = List.of("id");

    private final Store store;

    public RowTables(Store store) {
        this.store = store;
    }

    /**
     * Makes some writes as part of the transaction that the caller runs.
     *
     * @throws WrongWrite when one makes no sense; then none is made
     */
    public void write(List<RowWrite> writes) {
        store.atomically(() -> {
            for (int i = 0; i < writes.size(); i++) {
                write(i, writes.get(i));
            }
        });
    }

    private void write(int index, RowWrite write) {
        switch (write) {
            case RowWrite.Define define -> define(index, define.definition());
            case RowWrite.Upsert upsert -> {
                fit(index, upsert);
                put(store.named(upsert.table()), keyed(index, upsert.table(), upsert.row(), "/row"));
            }
            case RowWrite.Delete delete -> {
                if (store.find(delete.table()).isPresent()) {
                    remove(store.named(delete.table()), keyed(index, delete.table(), delete.key(), "/delete"));
                }
            }
        }
    }

    private static <K, V> void put(JournaledMap<K, V> map, Image row) {
        map.put(map.shape().key(row), map.shape().value(row));
    }

    private static <K, V> void remove(JournaledMap<K, V> map, Image key) {
        map.remove(map.shape().key(key));
    }

    /** Every key column must have a value: NULL tells no rows apart. */
    private Image keyed(int index, String table, Image row, String field) {
        for (String column : store.named(table).layout().key()) {
            var value = row.find(column);
            if (value == null || value.storage() == Storage.NULL) {
                throw new WrongWrite(
                        index,
                        field + "/" + column,
                        "table " + table + " is keyed by " + column + ", which has no value");
            }
        }
        return row;
    }

    private void define(int index, TableDefinition wanted) {
        Optional<TableDefinition> former = store.find(wanted.name());
        if (former.isEmpty()) {
            store.define(wanted);
            return;
        }
        if (!former.get().key().equals(wanted.key())) {
            throw new WrongWrite(
                    index,
                    "/key",
                    "table " + wanted.name() + " is keyed by " + former.get().key() + ", for good");
        }
        grow(index, former.get(), wanted.columns());
    }

    /** Makes room for the row's columns. */
    private void fit(int index, RowWrite.Upsert upsert) {
        List<ColumnDefinition> columns = new ArrayList<>();
        for (int i = 0; i < upsert.row().names().size(); i++) {
            if (upsert.row().values().get(i).storage() == Storage.NULL) {
                // What it is to hold is not known before something is in it, and until then it is NULL anyway.
                continue;
            }
            columns.add(Columns.of(upsert.row().names().get(i), upsert.types().get(i)));
        }
        Optional<TableDefinition> former = store.find(upsert.table());
        if (former.isPresent()) {
            if (!upsert.key().isEmpty() && !upsert.key().equals(former.get().key())) {
                throw new WrongWrite(
                        index,
                        "/key",
                        "table " + upsert.table() + " is keyed by "
                                + former.get().key() + ", for good");
            }
            grow(index, former.get(), columns);
            return;
        }
        List<String> key = upsert.key().isEmpty() ? USUAL_KEY : upsert.key();
        if (!columns.stream().map(ColumnDefinition::name).toList().containsAll(key)) {
            throw new WrongWrite(
                    index,
                    "/key",
                    "table " + upsert.table()
                            + " is new: name the columns that tell its rows apart, as \"key\": [\"id\"]");
        }
        store.define(Columns.table(upsert.table(), key, columns));
    }

    private void grow(int index, TableDefinition former, List<ColumnDefinition> wanted) {
        List<ColumnDefinition> columns = new ArrayList<>(former.columns());
        List<String> names = former.columnNames();
        wanted.stream().filter(column -> !names.contains(column.name())).forEach(columns::add);
        if (columns.size() == former.columns().size()) {
            return;
        }
        if (!store.grows(former.name())) {
            throw new WrongWrite(
                    index,
                    "/row",
                    "table " + former.name() + " has the columns " + names
                            + ", and the program that declares it decides");
        }
        store.define(Columns.table(former.name(), former.key(), columns));
    }
}
