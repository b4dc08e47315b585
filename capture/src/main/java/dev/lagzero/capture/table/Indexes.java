package dev.lagzero.capture.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The indexes of a table as SQLite tells them. */
record Indexes(List<Index> all) {

    private static final int EXPRESSION = -2;

    /**
     * @param origin c: CREATE INDEX, u: a UNIQUE constraint, pk: the primary key
     * @param columns numbers of the table's columns in the order they are stored; expressions are -2, the row number -1
     * @param keyColumns how many of {@code columns} the index is declared on; the others only find the row
     */
    record Index(String name, boolean unique, String origin, boolean partial, List<Integer> columns, int keyColumns) {

        List<Integer> key() {
            return columns.subList(0, keyColumns);
        }

        boolean isOnExpression() {
            return key().contains(EXPRESSION);
        }
    }

    static Indexes of(Connection connection, String table) throws SQLException {
        List<Index> all = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT name, \"unique\", origin, partial FROM pragma_index_list(?) ORDER BY seq DESC")) {
            query.setString(1, table);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    all.add(index(connection, rows));
                }
            }
        }
        return new Indexes(all);
    }

    private static Index index(Connection connection, ResultSet row) throws SQLException {
        List<Integer> columns = new ArrayList<>();
        int keyColumns = 0;
        try (PreparedStatement query =
                connection.prepareStatement("SELECT cid, key FROM pragma_index_xinfo(?) ORDER BY seqno")) {
            query.setString(1, row.getString(1));
            try (ResultSet members = query.executeQuery()) {
                while (members.next()) {
                    columns.add(members.getInt(1));
                    keyColumns += members.getInt(2);
                }
            }
        }
        return new Index(row.getString(1), row.getBoolean(2), row.getString(3), row.getBoolean(4), columns, keyColumns);
    }

    /** The index that keeps the primary key unique, if the table's b-tree does not do so by row number. */
    Optional<Index> primaryKey() {
        return all.stream().filter(index -> index.origin().equals("pk")).findFirst();
    }
}
