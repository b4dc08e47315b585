package dev.lagzero.bench.journal;

import dev.lagzero.app.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BiConsumer;

/** What people do without us: put into the map, and write the row to Postgres before going on. */
final class DualWrite implements BiConsumer<String, String>, AutoCloseable {

    static final String NAME = "dual write to Postgres";

    private final String url;
    private final String password;
    private final Map<String, String> entries = new ConcurrentHashMap<>();
    private final ConcurrentLinkedDeque<PreparedStatement> idle = new ConcurrentLinkedDeque<>();

    private DualWrite(String url, String password) {
        this.url = url;
        this.password = password;
    }

    static DualWrite open(EmbeddedPostgres server, Path directory) throws SQLException {
        DualWrite dual = new DualWrite(server.jdbcUrl(), EmbeddedPostgres.password(directory, EmbeddedPostgres.OWNER));
        try (Connection connection = dual.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE dual(key text PRIMARY KEY, value text)");
        }
        return dual;
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(url, EmbeddedPostgres.OWNER, password);
    }

    private PreparedStatement connect() {
        try {
            return connection()
                    .prepareStatement(
                            "INSERT INTO dual VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value");
        } catch (SQLException e) {
            throw new IllegalStateException("the bench's Postgres does not answer", e);
        }
    }

    /** Each writer has a connection to itself; those that were made before are used again. */
    @Override
    public void accept(String key, String value) {
        PreparedStatement own = idle.pollFirst();
        PreparedStatement statement = own == null ? connect() : own;
        try {
            statement.setString(1, key);
            statement.setString(2, value);
            statement.executeUpdate();
            entries.put(key, value);
        } catch (SQLException e) {
            throw new IllegalStateException("a row was not written", e);
        } finally {
            idle.addFirst(statement);
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : idle) {
            statement.getConnection().close();
        }
    }
}
