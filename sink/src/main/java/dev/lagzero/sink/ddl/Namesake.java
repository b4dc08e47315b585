package dev.lagzero.sink.ddl;

import dev.lagzero.sink.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * An index or a sequence, which Postgres names by itself, by the table that it belongs to.
 *
 * @param index else a sequence
 */
record Namesake(boolean index, String table) {

    /** What has this name: a sequence may belong to nobody, and then it is none. */
    static List<Namesake> of(Connection connection, String schema, String name) throws SQLException {
        return Sql.query(connection, row -> new Namesake(row.getBoolean(1), row.getString(2)), """
                SELECT c.relkind = 'i', o.relname
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_index i ON i.indexrelid = c.oid
                LEFT JOIN pg_depend d ON c.relkind = 'S' AND d.objid = c.oid AND d.deptype IN ('a', 'i')
                    AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                JOIN pg_class o ON o.oid = coalesce(i.indrelid, d.refobjid)
                WHERE n.nspname = ? AND c.relname = ?
                """, schema, name);
    }
}
