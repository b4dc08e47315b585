package dev.lagzero.bench.target;

import dev.lagzero.app.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A Postgres of the bench's own, with the settings and durability of Lagzero's embedded one. */
public final class TargetServer implements AutoCloseable {

    private final EmbeddedPostgres server;
    private int made;

    private TargetServer(EmbeddedPostgres server) {
        this.server = server;
    }

    public static TargetServer start(Path folder) {
        return new TargetServer(EmbeddedPostgres.start(folder.resolve("postgres"), folder.resolve("postgres.log")));
    }

    /** An empty database that is nobody else's, after a checkpoint: nobody pays for what was written before. */
    public TargetDatabase fresh() throws SQLException {
        String name = "bench" + ++made;
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "postgres", password("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " OWNER " + EmbeddedPostgres.OWNER);
            statement.execute("CHECKPOINT");
        }
        return new TargetDatabase(this, name);
    }

    void drop(String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "postgres", password("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    int port() {
        return server.port();
    }

    private String password(String role) {
        return server.password(role);
    }

    /** For libpq, and for Lagzero. */
    Map<String, String> environment(String database) {
        return Map.of(
                "PGHOST",
                "127.0.0.1",
                "PGPORT",
                Integer.toString(server.port()),
                "PGDATABASE",
                database,
                "PGUSER",
                EmbeddedPostgres.OWNER,
                "PGPASSWORD",
                password(EmbeddedPostgres.OWNER));
    }

    @Override
    public void close() {
        server.close();
    }
}
