package dev.lagzero.sink.book;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.jdbc.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;

/** The newest head of each source, in {@code lagzero.head}. */
public final class Heads {

    private Heads() {}

    /** Replaces the heads of their sources in one trip, except where the kept one belongs to a later epoch. */
    public static void save(Connection connection, List<Head> heads) throws SQLException {
        Sql.batch(connection, heads.stream().map(Heads::parameters).toList(), """
                INSERT INTO lagzero.head AS h (source, epoch, sequence, published_epoch, published_sequence,
                    current, notice, cause, instance, observed_at, received_at, moved_at, passage, passage_since)
                SELECT n.source, n.epoch, n.sequence, n.published_epoch, n.published_sequence, n.current, n.notice,
                    n.cause, n.instance, n.observed_at, n.now, n.now, n.now - n.observed_at, n.now
                FROM (VALUES (?, ?::bigint, ?::bigint, ?::bigint, ?::bigint, ?::boolean, ?, ?, ?, ?::timestamptz,
                    clock_timestamp())) AS n (source, epoch, sequence, published_epoch, published_sequence, current,
                    notice, cause, instance, observed_at, now)
                ON CONFLICT (source) DO UPDATE SET epoch = excluded.epoch, sequence = excluded.sequence,
                    published_epoch = excluded.published_epoch, published_sequence = excluded.published_sequence,
                    current = excluded.current, notice = excluded.notice, cause = excluded.cause,
                    instance = excluded.instance, observed_at = excluded.observed_at,
                    received_at = excluded.received_at,
                    moved_at = CASE WHEN (h.published_epoch, h.published_sequence)
                        = (excluded.published_epoch, excluded.published_sequence)
                        THEN h.moved_at ELSE excluded.moved_at END,
                    passage = CASE WHEN excluded.received_at - h.passage_since > interval '1 min'
                        THEN excluded.passage ELSE least(h.passage, excluded.passage) END,
                    passage_before = CASE WHEN excluded.received_at - h.passage_since > interval '1 min'
                        THEN h.passage ELSE h.passage_before END,
                    passage_since = CASE WHEN excluded.received_at - h.passage_since > interval '1 min'
                        THEN excluded.received_at ELSE h.passage_since END
                WHERE h.epoch <= excluded.epoch
                """);
    }

    private static Object[] parameters(Head head) {
        return new Object[] {
            head.source(),
            head.head().epoch(),
            head.head().sequence(),
            head.published().epoch(),
            head.published().sequence(),
            head.current(),
            head.notice(),
            head.cause(),
            head.instance(),
            new Timestamp(head.observedMillis())
        };
    }

    /**
     * A head as it was received.
     *
     * @param ageMillis how long ago the source was looked at, whatever the difference of the clocks
     */
    public record Received(Head head, long ageMillis) {}

    public static List<Received> received(Connection connection) throws SQLException {
        return Sql.query(connection, row -> new Received(head(row), row.getLong("age_ms")), """
                SELECT h.*, trunc(1000 * extract(epoch FROM clock_timestamp() - h.observed_at
                    - least(h.passage, h.passage_before)))::bigint AS age_ms
                FROM lagzero.head h ORDER BY h.source
                """);
    }

    public static List<Head> read(Connection connection) throws SQLException {
        return Sql.query(connection, Heads::head, "SELECT * FROM lagzero.head ORDER BY source");
    }

    private static Head head(ResultSet row) throws SQLException {
        return new Head(
                row.getString("source"),
                new SourcePosition(row.getLong("epoch"), row.getLong("sequence")),
                new SourcePosition(row.getLong("published_epoch"), row.getLong("published_sequence")),
                row.getBoolean("current"),
                row.getString("notice"),
                row.getString("cause"),
                row.getString("instance"),
                row.getTimestamp("observed_at").getTime());
    }
}
