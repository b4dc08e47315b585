package dev.lagzero.bench.process;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** What people do who cannot read a database's log: triggers that write each change, before and after, into a table as JSON. */
public final class TriggerLog {

    private TriggerLog() {}

    public static void install(Connection connection, String table, List<String> columns) throws SQLException {
        String before = image("OLD", columns);
        String after = image("NEW", columns);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE log(id INTEGER PRIMARY KEY AUTOINCREMENT, op TEXT, before TEXT, after TEXT)");
            statement.execute(trigger(table, "INSERT", "'c', NULL, " + after));
            statement.execute(trigger(table, "UPDATE", "'u', " + before + ", " + after));
            statement.execute(trigger(table, "DELETE", "'d', " + before + ", NULL"));
        }
    }

    private static String image(String state, List<String> columns) {
        return columns.stream()
                .map(column -> "'" + column + "', " + state + "." + column)
                .collect(Collectors.joining(", ", "json_object(", ")"));
    }

    private static String trigger(String table, String when, String values) {
        return "CREATE TRIGGER log_" + when + " AFTER " + when + " ON " + table
                + " BEGIN INSERT INTO log(op, before, after) VALUES (" + values + "); END";
    }
}
