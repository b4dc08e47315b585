package dev.lagzero.capture.table;

import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.ForeignKey;
import dev.lagzero.schemas.table.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a CREATE TABLE statement means: a function of its text alone.
 *
 * @param columns as declared, without census
 * @param fields where the value of each column is stored: the field of the record, or {@link #ROWID} or
 *     {@link #VIRTUAL}
 * @param key the declared primary key, in its own order; empty when there is none
 * @param keyMayBeNull the declaration does not keep NULLs out of the key
 * @param keyIndex the index that SQLite keeps for the key, null when the table's own b-tree is ordered by it
 * @param standIns functions and collations of the application that the DDL names
 */
public record TableShape(
        String name,
        String sql,
        boolean withoutRowid,
        List<ColumnDefinition> columns,
        List<Integer> fields,
        List<String> key,
        boolean keyMayBeNull,
        @Nullable String keyIndex,
        List<List<String>> uniques,
        List<ForeignKey> foreignKeys,
        List<String> notices,
        Set<String> standIns) {

    /** The column is the row number under another name. */
    public static final int ROWID = -1;

    /** The column is computed whenever it is read. */
    public static final int VIRTUAL = -2;

    private static final List<String> ROWID_NAMES = List.of("rowid", "_rowid_", "oid", "lagzero_rowid");

    public TableShape {
        columns = List.copyOf(columns);
        fields = List.copyOf(fields);
        key = List.copyOf(key);
        uniques = List.copyOf(uniques);
        foreignKeys = List.copyOf(foreignKeys);
        notices = List.copyOf(notices);
        standIns = Set.copyOf(standIns);
        if (key.isEmpty() || keyMayBeNull) {
            rowidColumn(columns);
        }
    }

    public boolean hasVirtualColumns() {
        return fields.contains(VIRTUAL);
    }

    /** Rows are identified by the row number, whether it has a declared name or not. */
    public boolean keyedByRowid(boolean keyHoldsNull) {
        return !withoutRowid && (hidesRowid(keyHoldsNull) || isRowid(key.getFirst()));
    }

    /** The hidden row number is the key. */
    public boolean hidesRowid(boolean keyHoldsNull) {
        return key.isEmpty() || (keyHoldsNull && !withoutRowid);
    }

    private boolean isRowid(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (fields.get(i) == ROWID && columns.get(i).name().equals(column)) {
                return true;
            }
        }
        return false;
    }

    /** @param keyHoldsNull a NULL is stored in the declared key: it cannot identify rows */
    public TableDefinition definition(boolean keyHoldsNull) {
        if (!hidesRowid(keyHoldsNull)) {
            return new TableDefinition(name, columns, key, false, uniques, foreignKeys, notices);
        }
        ColumnDefinition rowid = rowidColumn(columns);
        List<ColumnDefinition> all = new ArrayList<>(columns.size() + 1);
        all.add(rowid);
        all.addAll(columns);
        List<String> told = new ArrayList<>(notices);
        if (keyHoldsNull) {
            told.add("the primary key " + key + " holds NULL: rows are identified by " + rowid.name());
        }
        return new TableDefinition(name, all, List.of(rowid.name()), true, uniques, foreignKeys, told);
    }

    private static ColumnDefinition rowidColumn(List<ColumnDefinition> columns) {
        String free = ROWID_NAMES.stream()
                .filter(candidate ->
                        columns.stream().noneMatch(column -> column.name().equalsIgnoreCase(candidate)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("its columns take every name that the row number could have"));
        return Columns.rowNumber(free);
    }
}
