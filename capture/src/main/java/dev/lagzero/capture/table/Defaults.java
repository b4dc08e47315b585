package dev.lagzero.capture.table;

import dev.lagzero.schemas.value.Value;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What rows that were written before a column existed hold in it: SQLite is asked by adding such a column. */
final class Defaults {

    private Defaults() {}

    /** The constant value of a DEFAULT clause; NULL when there is none or it is not constant. */
    static Value of(Sandbox sandbox, @Nullable String expression, String affinityType) {
        if (expression == null || expression.equalsIgnoreCase("null")) {
            return Value.NULL;
        }
        Value value = added(sandbox, affinityType + " DEFAULT (" + expression + ")");
        return value == null ? orNull(added(sandbox, affinityType + " DEFAULT " + expression)) : value;
    }

    private static Value orNull(@Nullable Value value) {
        return value == null ? Value.NULL : value;
    }

    private static @Nullable Value added(Sandbox sandbox, String declaration) {
        must(sandbox, "CREATE TABLE temp.lagzero_default(a)");
        must(sandbox, "INSERT INTO temp.lagzero_default VALUES (1)");
        try {
            boolean constant = sandbox.run("ALTER TABLE temp.lagzero_default ADD COLUMN v " + declaration)
                    .isEmpty();
            return constant ? read(sandbox.connection()) : null;
        } finally {
            must(sandbox, "DROP TABLE temp.lagzero_default");
        }
    }

    private static void must(Sandbox sandbox, String sql) {
        sandbox.run(sql).ifPresent(reason -> {
            throw new IllegalStateException(sql + ": " + reason);
        });
    }

    private static Value read(Connection connection) {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT " + SqlValues.columns("v") + " FROM temp.lagzero_default")) {
            rows.next();
            return SqlValues.read(rows, 1);
        } catch (SQLException e) {
            throw new SandboxException("cannot read a default value", e);
        }
    }
}
