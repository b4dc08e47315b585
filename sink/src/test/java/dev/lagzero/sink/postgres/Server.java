package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.sink.book.SourceSchemas;
import dev.lagzero.sink.ddl.OnDrop;
import dev.lagzero.sink.graph.GraphKind;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One real Postgres for all tests of a run; a database of its own for each. */
final class Server {

    static final String PASSWORD = "s3cret-word";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private Server() {}

    private static final class Running {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "200")
                        .start();
                execute(
                        postgres.getJdbcUrl("postgres", "postgres"),
                        "CREATE ROLE lagzero_owner LOGIN PASSWORD '" + PASSWORD + "'");
                execute(
                        postgres.getJdbcUrl("postgres", "postgres"),
                        "CREATE ROLE lagzero_writer LOGIN PASSWORD '" + PASSWORD + "'");
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A new database that the owner's role may create schemas in. */
    static Database database() {
        String name = "test" + DATABASES.incrementAndGet();
        execute(Running.POSTGRES.getJdbcUrl("postgres", "postgres"), "CREATE DATABASE " + name);
        Database database = new Database(Running.POSTGRES.getPort(), name);
        database.run("GRANT CREATE ON DATABASE " + name + " TO lagzero_owner");
        database.run("GRANT CREATE, USAGE ON SCHEMA public TO lagzero_owner");
        return database;
    }

    private static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    record Database(int port, String name) {

        String url() {
            return "jdbc:postgresql://localhost:" + port + "/" + name;
        }

        PostgresConfig config() {
            return config("main", "public", OnDrop.KEEP);
        }

        PostgresConfig config(String projection, String schema, OnDrop onDrop) {
            return new PostgresConfig(
                    url(),
                    "lagzero_owner",
                    PASSWORD,
                    "lagzero_writer",
                    PASSWORD,
                    schemas(schema),
                    new Projection(projection, "identity-fold"),
                    onDrop,
                    Optional.empty());
        }

        PostgresConfig mapped(GraphKind kind, String graph) {
            return mapped(url(), kind, graph);
        }

        /** A projection whose mapping fills tables of {@code public} and a graph. */
        static PostgresConfig mapped(String url, GraphKind kind, String graph) {
            return new PostgresConfig(
                    url,
                    "lagzero_owner",
                    PASSWORD,
                    "lagzero_writer",
                    PASSWORD,
                    schemas("public"),
                    new Projection("main", "rules-1"),
                    OnDrop.KEEP,
                    Optional.of(new MappedConfig("public", Optional.empty(), kind, graph, graph)));
        }

        /** The first database of a server that one test started for itself. */
        static PostgresConfig ofItsOwn(int port) {
            return new PostgresConfig(
                    "jdbc:postgresql://localhost:" + port + "/postgres",
                    "postgres",
                    "postgres",
                    "postgres",
                    "postgres",
                    schemas("public"),
                    new Projection("main", "m"),
                    OnDrop.KEEP,
                    Optional.empty());
        }

        /** The sources of all tests choose the same schema. */
        static Map<String, SourceSchemas.Wish> schemas(String schema) {
            SourceSchemas.Wish wish = new SourceSchemas.Wish(schema, true);
            return Map.of("shop", wish, "other", wish, "till", wish);
        }

        /** Ends all connections. */
        void backUp() {
            String all = Running.POSTGRES.getJdbcUrl("postgres", "postgres");
            execute(all, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
            execute(all, "CREATE DATABASE " + name + "_backup TEMPLATE " + name);
        }

        /** As it was then; all connections end. */
        void restore() {
            String all = Running.POSTGRES.getJdbcUrl("postgres", "postgres");
            execute(all, "DROP DATABASE " + name + " WITH (FORCE)");
            execute(all, "ALTER DATABASE " + name + "_backup RENAME TO " + name);
            run("GRANT CREATE ON DATABASE " + name + " TO lagzero_owner");
        }

        /** As a superuser who is neither of the sink's roles. */
        Connection connect() throws SQLException {
            return DriverManager.getConnection(url(), "postgres", "postgres");
        }

        void run(String sql) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.setEscapeProcessing(false);
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(sql + ": " + e.getMessage(), e);
            }
        }

        /** The first column of the first row as text; null when there is none. */
        String ask(String sql) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                return rows.next() ? rows.getString(1) : null;
            } catch (SQLException e) {
                throw new IllegalStateException(sql + ": " + e.getMessage(), e);
            }
        }
    }
}
