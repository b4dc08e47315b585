package dev.lagzero.app.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;

/** The database {@code lagzero} and its two roles: the owner defines tables, the writer fills them. */
final class PostgresRoles {

    private final int port;
    private final Map<String, String> passwords;

    PostgresRoles(int port, Map<String, String> passwords) {
        this.port = port;
        this.passwords = passwords;
    }

    /** Creates what is missing; what exists stays. */
    void ensure() throws SQLException {
        try (Connection connection = connect("postgres")) {
            for (String role : PostgresDirectory.ROLES) {
                if (!exists(connection, "select 1 from pg_roles where rolname = ?", role)) {
                    run(connection, "create role " + role + " login password '" + passwords.get(role) + "'");
                }
            }
            if (!exists(connection, "select 1 from pg_database where datname = ?", "lagzero")) {
                run(connection, "create database lagzero owner " + EmbeddedPostgres.OWNER);
            }
        }
        try (Connection connection = connect("lagzero")) {
            run(connection, "alter schema public owner to " + EmbeddedPostgres.OWNER);
        }
    }

    private Connection connect(String database) throws SQLException {
        Properties properties = new Properties();
        properties.put("user", "postgres");
        properties.put("password", passwords.get("postgres"));
        properties.put("loginTimeout", "30");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void run(Connection connection, String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
