package dev.lagzero.bench.target;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** One database of a {@link TargetServer}; it is dropped when it is closed. */
public final class TargetDatabase implements AutoCloseable {

    private static final String NO_SUCH_TABLE = "42P01";

    private final TargetServer server;
    private final String name;

    TargetDatabase(TargetServer server, String name) {
        this.server = server;
        this.name = name;
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + name;
    }

    /** With its password: not for a command line. */
    public String uri() {
        Map<String, String> environment = environment();
        return "postgresql://" + environment.get("PGUSER") + ":" + environment.get("PGPASSWORD") + "@127.0.0.1:"
                + server.port() + "/" + name;
    }

    /** What libpq's programs and Lagzero need to get in. */
    public Map<String, String> environment() {
        return server.environment(name);
    }

    public Connection connect() throws SQLException {
        Map<String, String> environment = environment();
        return DriverManager.getConnection(jdbcUrl(), environment.get("PGUSER"), environment.get("PGPASSWORD"));
    }

    public long count(String table) throws SQLException {
        return number("SELECT count(*) FROM " + table);
    }

    /** The one number that a query yields. */
    public long number(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The one number that a query yields by now: 0 as long as there is no such table. */
    public static long soFar(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            if (NO_SUCH_TABLE.equals(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        server.drop(name);
    }
}
