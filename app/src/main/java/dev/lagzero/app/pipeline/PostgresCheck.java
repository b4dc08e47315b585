package dev.lagzero.app.pipeline;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Looks at the user's Postgres before anything is done to it, so that what is wrong is said at once. */
final class PostgresCheck {

    static final int OLDEST = 14;

    private PostgresCheck() {}

    static void check(Credentials credentials) {
        check(credentials.jdbcUrl(), credentials.owner(), true);
        if (!credentials.writer().equals(credentials.owner())) {
            check(credentials.jdbcUrl(), credentials.writer(), false);
        }
    }

    private static void check(String url, Credentials.Role role, boolean mustCreate) {
        Properties properties = new Properties();
        properties.put("user", role.user());
        properties.put("password", role.password().value());
        properties.put("connectTimeout", "10");
        properties.put("loginTimeout", "15");
        try (Connection connection = DriverManager.getConnection(url, properties)) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST) {
                throw new StartException(
                        "Postgres at " + url + " is version " + version, "use version " + OLDEST + " or newer", null);
            }
            if (mustCreate && !mayCreate(connection)) {
                throw new StartException(
                        "role " + role.user() + " may not create schemas in " + connection.getCatalog(),
                        "grant it: GRANT CREATE ON DATABASE \"" + connection.getCatalog() + "\" TO \"" + role.user()
                                + "\"",
                        null);
            }
        } catch (SQLException e) {
            throw explained(url, role.user(), e);
        }
    }

    private static boolean mayCreate(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select has_database_privilege(current_database(), 'CREATE')")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private static StartException explained(String url, String user, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.equals("28P01") || state.equals("28000")) {
            return new StartException(
                    "Postgres at " + url + " refuses role " + user + " or its password",
                    "set PGPASSWORD in the environment, and the role by PGUSER or ?user= in the URL",
                    e);
        }
        if (state.equals("3D000")) {
            return new StartException(
                    "Postgres at " + url + " has no such database", "create it: createdb -O " + user + " NAME", e);
        }
        if (state.equals("08004") || e.getMessage().contains("password")) {
            return new StartException(
                    "Postgres at " + url + " asks role " + user + " for a password",
                    "set PGPASSWORD in the environment",
                    e);
        }
        return new StartException(
                "Postgres at " + url + " does not answer: " + e.getMessage(), "check host, port and firewall", e);
    }
}
