package dev.lagzero.sink.book;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.jdbc.Trip;
import dev.lagzero.sink.target.Target.Applied;
import dev.lagzero.sink.target.Target.Partition;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Watermarks and offsets of one projection. */
public final class Progress {

    /** @param nextOffset -1 when nothing is known about this topic */
    public record Held(Fence fence, long nextOffset) {}

    private record Counted(long token, long commits) {}

    private record Mark(String source, Applied applied) {}

    private static final String COUNTED =
            "SELECT token, commits FROM lagzero.partition WHERE projection = ? AND topic = ? AND partition = ?";

    private static final String MARK = """
            INSERT INTO lagzero.watermark AS w
                (projection, source, epoch, sequence, claimed_epoch, commit_at, applied_at)
            SELECT ?, n.source, n.epoch, n.sequence, n.epoch,
                timestamptz 'epoch' + n.millis * interval '1 millisecond', clock_timestamp()
            FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[]) AS n(source, epoch, sequence, millis)
            ON CONFLICT (projection, source) DO UPDATE SET epoch = excluded.epoch, sequence = excluded.sequence,
                claimed_epoch = greatest(w.claimed_epoch, excluded.claimed_epoch),
                commit_at = excluded.commit_at, applied_at = excluded.applied_at""";

    private final String projection;

    public Progress(String projection) {
        this.projection = projection;
    }

    /** Raises the token; offsets of another topic under the same name mean nothing. */
    public Held takeOver(Connection connection, Partition partition) throws SQLException {
        return Sql.query(
                        connection,
                        row -> new Held(new Fence(row.getLong(1), row.getLong(2)), row.getLong(3)),
                        """
                        INSERT INTO lagzero.partition AS p (projection, topic, partition, topic_id, next_offset, token)
                        VALUES (?, ?, ?, ?, -1, 1)
                        ON CONFLICT (projection, topic, partition) DO UPDATE SET
                            token = p.token + 1,
                            next_offset = CASE WHEN p.topic_id = excluded.topic_id THEN p.next_offset ELSE -1 END,
                            topic_id = excluded.topic_id
                        RETURNING token, commits, next_offset
                        """,
                        projection,
                        partition.topic(),
                        partition.number(),
                        partition.topicId())
                .getFirst();
    }

    /** What is to be checked when the trip has returned on which the target is asked. */
    @FunctionalInterface
    public interface Check {
        void run() throws TargetException;
    }

    /** Locks the partition for the transaction of the trip, so that nobody takes over before it ends. */
    public Check verify(Trip trip, Partition partition, Fence fence) {
        List<Counted> there = ask(trip, COUNTED + " FOR UPDATE", partition);
        return () -> {
            Counted found = found(there, partition, fence);
            fence.verify(name(partition), found.token(), found.commits());
        };
    }

    /** Throws when the target lost something. Locks nothing. */
    public void look(Connection connection, Partition partition, Fence fence) throws SQLException, TargetException {
        Trip trip = new Trip();
        List<Counted> there = ask(trip, COUNTED, partition);
        trip.run(connection);
        Counted found = found(there, partition, fence);
        fence.look(name(partition), found.token(), found.commits());
    }

    private List<Counted> ask(Trip trip, String sql, Partition partition) {
        return trip.ask(
                sql,
                row -> new Counted(row.getLong(1), row.getLong(2)),
                projection,
                partition.topic(),
                partition.number());
    }

    private static Counted found(List<Counted> there, Partition partition, Fence fence) throws TargetException {
        if (there.isEmpty()) {
            throw fence.lost(name(partition), "knows nothing");
        }
        return there.getFirst();
    }

    private static String name(Partition partition) {
        return "partition " + partition.number() + " of " + partition.topic();
    }

    /** Belongs into each transaction that a worker commits. */
    public void count(Trip trip, Partition partition) {
        trip.add(
                "UPDATE lagzero.partition SET commits = commits + 1"
                        + " WHERE projection = ? AND topic = ? AND partition = ?",
                projection,
                partition.topic(),
                partition.number());
    }

    /** Says what somebody must do before more can be applied; {@link #advance} takes it back. */
    public void block(Connection connection, Partition partition, String reason) throws SQLException {
        Sql.update(
                connection,
                "UPDATE lagzero.partition SET blocked = ? WHERE projection = ? AND topic = ? AND partition = ?"
                        + " AND blocked IS DISTINCT FROM ?",
                reason,
                projection,
                partition.topic(),
                partition.number(),
                reason);
    }

    public Map<String, Applied> applied(Connection connection) throws SQLException {
        Map<String, Applied> applied = new HashMap<>();
        for (Mark mark : Sql.query(
                connection,
                row -> new Mark(
                        row.getString(1),
                        new Applied(new SourcePosition(row.getLong(2), row.getLong(3)), row.getLong(4))),
                "SELECT source, epoch, sequence, claimed_epoch FROM lagzero.watermark WHERE projection = ?",
                projection)) {
            applied.put(mark.source(), mark.applied());
        }
        return applied;
    }

    /**
     * Watermarks, and where to read on. Rows up to there are in the same transaction of Postgres.
     *
     * @param last the last transaction of each source
     */
    public Trip advance(Connection connection, Collection<RowEvent.Ended> last, Partition partition, long nextOffset)
            throws SQLException {
        Trip trip = new Trip();
        if (!last.isEmpty()) {
            trip.add(
                    MARK,
                    projection,
                    connection.createArrayOf("text", array(last, RowEvent.Ended::source)),
                    connection.createArrayOf(
                            "int8", array(last, ended -> ended.position().epoch())),
                    connection.createArrayOf(
                            "int8", array(last, ended -> ended.position().sequence())),
                    connection.createArrayOf("int8", array(last, RowEvent.Ended::timestampMillis)));
        }
        return trip.add(
                "UPDATE lagzero.partition SET next_offset = ?, commits = commits + 1, blocked = NULL"
                        + " WHERE projection = ? AND topic = ? AND partition = ?",
                nextOffset,
                projection,
                partition.topic(),
                partition.number());
    }

    private static Object[] array(Collection<RowEvent.Ended> last, Function<RowEvent.Ended, Object> what) {
        return last.stream().map(what).toArray();
    }

    /** Until the transaction ends, no worker commits. */
    public void lockAll(Connection connection) throws SQLException {
        Sql.query(
                connection,
                row -> "",
                "SELECT 1 FROM lagzero.partition WHERE projection = ? ORDER BY topic, partition FOR UPDATE",
                projection);
    }

    /** As if nothing had been applied; epochs that were claimed stay claimed. */
    public void forget(Connection connection, String source) throws SQLException {
        Sql.update(
                connection,
                "UPDATE lagzero.watermark SET epoch = 0, sequence = 0, commit_at = NULL, applied_at = NULL"
                        + " WHERE projection = ? AND source = ?",
                projection,
                source);
    }

    public void claim(Connection connection, String source, long epoch) throws SQLException {
        Sql.update(connection, """
                INSERT INTO lagzero.watermark AS w (projection, source, epoch, sequence, claimed_epoch)
                VALUES (?, ?, 0, 0, ?)
                ON CONFLICT (projection, source) DO UPDATE SET
                    claimed_epoch = greatest(w.claimed_epoch, excluded.claimed_epoch)
                """, projection, source, epoch);
    }
}
