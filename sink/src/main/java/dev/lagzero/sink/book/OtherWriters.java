package dev.lagzero.sink.book;

import dev.lagzero.sink.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Who besides us may write the tables we fill. Lag says nothing about what they write there. */
public final class OtherWriters {

    private static final String FOUND = """
            SELECT r.rolname, count(*), min(t.target_schema || '.' || t.table_name)
            FROM lagzero.target_table t
            JOIN pg_namespace n ON n.nspname = t.target_schema
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = t.table_name
            JOIN pg_roles r ON NOT r.rolsuper AND r.rolname NOT LIKE 'pg\\_%' AND r.rolname <> ? AND r.rolname <> ?
            WHERE t.projection = ? AND t.stage = 'live'
                AND has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
            GROUP BY r.rolname ORDER BY r.rolname
            """;

    private OtherWriters() {}

    /** A sentence for each role that is no superuser and may write; none when there is nobody. */
    public static List<String> warnings(Connection connection, String projection, String owner, String writer)
            throws SQLException {
        return Sql.query(
                connection,
                row -> "role " + row.getString(1) + " may write " + row.getLong(2) + " replicated table"
                        + (row.getLong(2) == 1 ? "" : "s") + " (" + row.getString(3)
                        + "): lag says nothing about what others write there; REVOKE INSERT, UPDATE, DELETE, TRUNCATE",
                FOUND,
                owner,
                writer,
                projection);
    }
}
