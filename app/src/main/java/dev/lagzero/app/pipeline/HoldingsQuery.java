package dev.lagzero.app.pipeline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads what a target holds, in two short statements that count nothing. */
record HoldingsQuery(String projection) {

    private static final int MOST_PARKED = 50;

    private static final String TABLES = """
            SELECT t.source, t.target_schema, t.table_name, greatest(s.n_live_tup, c.reltuples::bigint, 0),
                s.n_tup_ins + s.n_tup_upd + s.n_tup_del
            FROM lagzero.target_table t
            JOIN pg_namespace n ON n.nspname = t.target_schema
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.table_name
            JOIN pg_stat_user_tables s ON s.relid = c.oid
            WHERE t.projection = ? AND t.stage = 'live'
            ORDER BY 1, 2, 3
            """;

    private static final String PARKED = """
            SELECT source, table_name, left(key, 200), left(reason, 500), since FROM lagzero.parked
            WHERE projection = ? AND stage = 'live' ORDER BY since, source, table_name, key_digest LIMIT
            """ + MOST_PARKED;

    Holdings read(Connection connection) throws SQLException {
        List<Holdings.Table> tables = rows(
                connection,
                TABLES,
                row -> new Holdings.Table(
                        row.getString(1), row.getString(2), row.getString(3), row.getLong(4), row.getLong(5)));
        List<Holdings.Parked> parked = rows(
                connection,
                PARKED,
                row -> new Holdings.Parked(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getTimestamp(5).toInstant()));
        return new Holdings(tables, parked);
    }

    /** Reads the current row. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(Connection connection, String sql, Reader<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, projection);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
                return read;
            }
        }
    }
}
