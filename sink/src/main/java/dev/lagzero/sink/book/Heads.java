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
                    current, notice, cause, instance, observed_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (source) DO UPDATE SET epoch = excluded.epoch, sequence = excluded.sequence,
                    published_epoch = excluded.published_epoch, published_sequence = excluded.published_sequence,
                    current = excluded.current, notice = excluded.notice, cause = excluded.cause,
                    instance = excluded.instance, observed_at = excluded.observed_at
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
