package dev.lagzero.capture.table;

import dev.lagzero.capture.table.Columns.Column;
import dev.lagzero.capture.table.Indexes.Index;
import dev.lagzero.schemas.table.ColumnDefinition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks SQLite what the CREATE statement of one table, run in a {@link Sandbox} before, means. */
final class ShapeReader {

    private final Sandbox sandbox;
    private final Connection connection;
    private final String table;
    private final List<Column> columns;
    private final Indexes indexes;
    private final boolean withoutRowid;
    private final boolean strict;

    ShapeReader(Sandbox sandbox, String table) throws SQLException {
        this.sandbox = sandbox;
        this.connection = sandbox.connection();
        this.table = table;
        this.columns = Columns.of(connection, table);
        this.indexes = Indexes.of(connection, table);
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT wr, strict FROM pragma_table_list(?) WHERE schema = 'main' AND type = 'table'")) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("SQLite does not list the table " + table);
                }
                withoutRowid = row.getBoolean(1);
                strict = row.getBoolean(2);
            }
        }
    }

    /** @param notices what is known already to be left behind; completed here */
    TableShape read(String sql, Set<String> standIns, List<String> notices) throws SQLException {
        List<String> told = new ArrayList<>(notices);
        if (!standIns.isEmpty()) {
            told.add("the declaration uses what only the application knows: " + String.join(", ", standIns));
        }
        List<Column> key = key();
        int alias = alias(key);
        Optional<Index> keyIndex = indexes.primaryKey();
        return new TableShape(
                table,
                sql,
                withoutRowid,
                definitions(alias),
                withoutRowid ? fieldsByKey(keyIndex.orElseThrow()) : fields(alias),
                key.stream().map(Column::name).toList(),
                !withoutRowid && alias < 0 && key.stream().anyMatch(column -> !column.notNull()),
                withoutRowid ? null : keyIndex.map(Index::name).orElse(null),
                uniques(told),
                ForeignKeys.of(connection, table),
                told,
                standIns);
    }

    private List<Column> key() {
        return columns.stream()
                .filter(column -> column.keyPosition() > 0)
                .sorted(Comparator.comparingInt(Column::keyPosition))
                .toList();
    }

    /** The column that is the row number itself: a primary key of one column for which SQLite keeps no index. */
    private int alias(List<Column> key) {
        boolean own = !withoutRowid && key.size() == 1 && indexes.primaryKey().isEmpty();
        return own ? columns.indexOf(key.getFirst()) : -1;
    }

    private List<ColumnDefinition> definitions(int alias) {
        List<ColumnDefinition> definitions = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            var value = Defaults.of(sandbox, column.defaultSql(), column.affinityType(strict));
            definitions.add(column.definition(value, i == alias));
        }
        return definitions;
    }

    private List<Integer> fields(int alias) {
        List<Integer> fields = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).isVirtual()) {
                fields.add(TableShape.VIRTUAL);
            } else {
                fields.add(i == alias ? TableShape.ROWID : next);
                next++;
            }
        }
        return fields;
    }

    private List<Integer> fieldsByKey(Index keyIndex) {
        List<Integer> fields = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int field = keyIndex.columns().indexOf(i);
            fields.add(field < 0 ? TableShape.VIRTUAL : field);
        }
        return fields;
    }

    private List<List<String>> uniques(List<String> notices) {
        List<List<String>> uniques = new ArrayList<>();
        for (Index index : indexes.all()) {
            if (!index.unique() || index.origin().equals("pk")) {
                continue;
            }
            if (index.partial() || index.isOnExpression()) {
                notices.add("the unique index " + index.name() + " is not carried over: it is "
                        + (index.partial() ? "partial" : "on an expression"));
            } else {
                uniques.add(index.key().stream()
                        .map(column -> columns.get(column).name())
                        .toList());
            }
        }
        return uniques;
    }
}
