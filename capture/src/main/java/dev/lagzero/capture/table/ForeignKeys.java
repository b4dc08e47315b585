package dev.lagzero.capture.table;

import dev.lagzero.schemas.table.ForeignKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The foreign keys of a table, in the order of their declaration. */
final class ForeignKeys {

    private ForeignKeys() {}

    static List<ForeignKey> of(Connection connection, String table) throws SQLException {
        List<ForeignKey> keys = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT id, \"table\", \"from\", \"to\", on_update,"
                + " on_delete FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq")) {
            query.setString(1, table);
            try (ResultSet rows = query.executeQuery()) {
                int current = -1;
                List<String> from = new ArrayList<>();
                List<String> to = new ArrayList<>();
                while (rows.next()) {
                    if (rows.getInt(1) != current) {
                        current = rows.getInt(1);
                        from = new ArrayList<>();
                        to = new ArrayList<>();
                        keys.addLast(null);
                    }
                    from.add(rows.getString(3));
                    if (rows.getString(4) != null) {
                        to.add(rows.getString(4));
                    }
                    keys.set(keys.size() - 1, key(rows, from, to));
                }
            }
        }
        return keys;
    }

    private static ForeignKey key(ResultSet row, List<String> from, List<String> to) throws SQLException {
        return new ForeignKey(
                from, row.getString(2), to.size() == from.size() ? to : List.of(), row.getString(5), row.getString(6));
    }
}
