package dev.lagzero.sink.book;

import dev.lagzero.sink.jdbc.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The constraints that a source declares and its own data contradicts: they are not in force in the target. */
public final class SetAside {

    private SetAside() {}

    /** A sentence for each of them. */
    public static List<String> warnings(Connection connection, String projection) throws SQLException {
        return Sql.query(
                connection,
                row -> row.getString(1) + "." + row.getString(2) + ": " + row.getString(3)
                        + " is set aside, the source's own data contradicts it (" + row.getString(4) + ")",
                """
                SELECT target_schema, table_name, definition, reason FROM lagzero.constraint_state
                WHERE projection = ? AND state = 'SET_ASIDE' ORDER BY target_schema, table_name, ordinal
                """,
                projection);
    }
}
