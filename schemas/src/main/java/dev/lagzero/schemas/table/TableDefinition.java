package dev.lagzero.schemas.table;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A source table: its columns in order, what identifies a row, and what its DDL declares.
 *
 * @param key names of the columns that identify a row: the declared primary key, or the row number when there is no
 *     usable one. Never empty.
 * @param keyIsRowNumber the key is SQLite's hidden row number: it is the first of {@code columns} although the DDL does
 *     not declare it, under a name (rowid, _rowid_, oid) that no declared column has
 * @param uniques declared UNIQUE constraints and plain unique indexes, besides the key: columns of each
 * @param notices what of the DDL is not carried over, in words for a person
 */
public record TableDefinition(
        String name,
        List<ColumnDefinition> columns,
        List<String> key,
        boolean keyIsRowNumber,
        List<List<String>> uniques,
        List<ForeignKey> foreignKeys,
        List<String> notices) {

    public TableDefinition {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        uniques = List.copyOf(uniques);
        foreignKeys = List.copyOf(foreignKeys);
        notices = List.copyOf(notices);
        Set<String> names = new HashSet<>();
        for (ColumnDefinition column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("table " + name + " has two columns named " + column.name());
            }
        }
        if (key.isEmpty() || !names.containsAll(key)) {
            throw new IllegalArgumentException("table " + name + " has the key " + key + " but the columns " + names);
        }
    }

    public List<String> columnNames() {
        return columns.stream().map(ColumnDefinition::name).toList();
    }

    public ColumnDefinition column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("table " + name + " has no column " + columnName));
    }
}
