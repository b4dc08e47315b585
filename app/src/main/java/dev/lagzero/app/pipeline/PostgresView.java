package dev.lagzero.app.pipeline;

import dev.lagzero.control.lag.Sighting;
import dev.lagzero.control.lag.Standing;
import dev.lagzero.control.lag.TargetView;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.book.Heads;
import dev.lagzero.sink.book.OtherWriters;
import dev.lagzero.sink.book.SetAside;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the target's own books over a connection of its own, made anew when it breaks. Safe for use by several threads. */
final class PostgresView implements TargetView {

    /** One statement, so that watermark and parked rows are of one moment. */
    private static final String STANDINGS = """
            SELECT w.source, w.epoch, w.sequence,
                (SELECT count(*) FROM lagzero.parked p
                    WHERE p.projection = w.projection AND p.source = w.source AND p.stage = 'live'),
                coalesce((1000 * extract(epoch FROM w.commit_at))::bigint, -1),
                coalesce(l.next_ordinal, 0),
                coalesce((1000 * extract(epoch FROM
                    clock_timestamp() - greatest(w.applied_at, l.moved_at)))::bigint, -1),
                (SELECT min(p.blocked) FROM lagzero.partition p WHERE p.projection = w.projection)
            FROM lagzero.watermark w
            LEFT JOIN lagzero.load l ON l.projection = w.projection AND l.source = w.source
            WHERE w.projection = ?
            """;

    /** Who may write what is looked up no more often than this. */
    private static final long WARNINGS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Credentials credentials;
    private final String projection;
    private List<String> warnings = List.of();
    private long warningsDue = System.nanoTime();
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

    /**
     * Asks once more over a new connection when the old one turns out to be dead. However many statements a question
     * takes, all of them see one moment.
     */
    synchronized <T> T ask(Question<T> question) {
        try {
            if (connection != null) {
                try {
                    return atOneMoment(connection, question);
                } catch (SQLException e) {
                    close();
                }
            }
            connection = connect();
            return atOneMoment(connection, question);
        } catch (SQLException e) {
            close();
            throw new TargetSilentException(credentials.jdbcUrl(), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static <T> T atOneMoment(Connection open, Question<T> question) throws SQLException {
        T answer = question.ask(open);
        open.commit();
        return answer;
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.put("user", credentials.owner().user());
        properties.put("password", credentials.owner().password().value());
        properties.put("connectTimeout", "5");
        properties.put("loginTimeout", "5");
        properties.put("socketTimeout", "5");
        properties.put("ApplicationName", "lagzero-status");
        Connection fresh = DriverManager.getConnection(credentials.jdbcUrl(), properties);
        fresh.setReadOnly(true);
        fresh.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        fresh.setAutoCommit(false);
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
                        Standing.Motion motion = new Standing.Motion(rows.getLong(5), rows.getLong(6), rows.getLong(7));
                        standings.put(
                                rows.getString(1),
                                new Standing(applied, rows.getLong(4), rows.getString(8), null, motion));
                    }
                }
            }
            return standings;
        });
    }

    @Override
    public Map<String, Sighting> heads() {
        return ask(open -> Heads.received(open).stream()
                .collect(Collectors.toMap(
                        seen -> seen.head().source(), seen -> new Sighting(seen.head(), seen.ageMillis()))));
    }

    Holdings holdings() {
        return ask(open -> new HoldingsQuery(projection).read(open));
    }

    @Override
    public synchronized List<String> warnings() {
        if (System.nanoTime() - warningsDue >= 0) {
            String owner = credentials.owner().user();
            String writer = credentials.writer().user();
            warnings = ask(open -> {
                List<String> found = new ArrayList<>(OtherWriters.warnings(open, projection, owner, writer));
                found.addAll(SetAside.warnings(open, projection));
                return List.copyOf(found);
            });
            warningsDue = System.nanoTime() + WARNINGS_NANOS;
        }
        return warnings;
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
