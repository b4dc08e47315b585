package dev.lagzero.capture.table;

import dev.lagzero.schemas.table.Affinity;
import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.value.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of a table as {@code table_xinfo} tells them. */
final class Columns {

    /** @param keyPosition place in the declared primary key from 1, 0 outside it */
    record Column(
            String name,
            String type,
            boolean notNull,
            @Nullable String defaultSql,
            int keyPosition,
            int hidden) {

        private static final int VIRTUAL = 2;
        private static final int STORED = 3;

        boolean isVirtual() {
            return hidden == VIRTUAL;
        }

        boolean isGenerated() {
            return hidden == VIRTUAL || hidden == STORED;
        }

        ColumnDefinition definition(Value defaultValue, boolean identity) {
            return new ColumnDefinition(
                    name, type, notNull, defaultSql, defaultValue, isGenerated(), identity, Census.EMPTY);
        }

        /** A declared type with the column's affinity; STRICT tables have a type that plain ones do not know. */
        String affinityType(boolean strict) {
            return strict && type.equalsIgnoreCase("ANY")
                    ? "BLOB"
                    : Affinity.of(type).name();
        }
    }

    private Columns() {}

    static ColumnDefinition rowNumber(String name) {
        return new ColumnDefinition(name, "INTEGER", true, null, Value.NULL, false, false, Census.EMPTY);
    }

    static List<Column> of(Connection connection, String table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?) ORDER BY cid")) {
            query.setString(1, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String type = rows.getString(2);
                    columns.add(new Column(
                            rows.getString(1),
                            type == null ? "" : type,
                            rows.getBoolean(3),
                            rows.getString(4),
                            rows.getInt(5),
                            rows.getInt(6)));
                }
            }
        }
        return columns;
    }
}
