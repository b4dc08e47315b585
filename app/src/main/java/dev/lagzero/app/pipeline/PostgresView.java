package dev.lagzero.app.pipeline;

import dev.lagzero.app.status.Standing;
import dev.lagzero.app.status.TargetView;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.book.Heads;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the target's own books over a connection of its own, made anew when it breaks. Safe for use by several threads. */
final class PostgresView implements TargetView {

    /** One statement, so that watermark and parked rows are of one moment. */
    private static final String STANDINGS = """
            SELECT w.source, w.epoch, w.sequence,
                (SELECT count(*) FROM lagzero.parked p
                    WHERE p.projection = w.projection AND p.source = w.source AND p.stage = 'live')
            FROM lagzero.watermark w WHERE w.projection = ?
            """;

    private final Credentials credentials;
    private final String projection;
    private @Nullable Connection connection;

    PostgresView(Credentials credentials, String projection) {
        this.credentials = credentials;
        this.projection = projection;
    }

    /** Something to ask over a connection. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /** Asks once more over a new connection when the old one turns out to be dead. */
    synchronized <T> T ask(Question<T> question) {
        try {
            if (connection != null) {
                try {
                    return question.ask(connection);
                } catch (SQLException e) {
                    close();
                }
            }
            connection = connect();
            return question.ask(connection);
        } catch (SQLException e) {
            close();
            throw new TargetSilentException(credentials.jdbcUrl(), e);
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.put("user", credentials.owner().user());
        properties.put("password", credentials.owner().password().value());
        properties.put("connectTimeout", "5");
        properties.put("loginTimeout", "5");
        properties.put("socketTimeout", "60");
        properties.put("ApplicationName", "lagzero-status");
        Connection fresh = DriverManager.getConnection(credentials.jdbcUrl(), properties);
        fresh.setReadOnly(true);
        return fresh;
    }

    @Override
    public Map<String, Standing> standings() {
        return ask(open -> {
            Map<String, Standing> standings = new HashMap<>();
            try (PreparedStatement statement = open.prepareStatement(STANDINGS)) {
                statement.setString(1, projection);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        SourcePosition applied = new SourcePosition(rows.getLong(2), rows.getLong(3));
                        standings.put(rows.getString(1), new Standing(applied, rows.getLong(4), null, null));
                    }
                }
            }
            return standings;
        });
    }

    @Override
    public Map<String, Head> heads() {
        return ask(open -> Heads.read(open).stream().collect(Collectors.toMap(Head::source, Function.identity())));
    }

    @Override
    public synchronized void close() {
        Connection old = connection;
        connection = null;
        if (old != null) {
            try {
                old.close();
            } catch (SQLException e) {
                throw new TargetSilentException(credentials.jdbcUrl(), e);
            }
        }
    }
}
