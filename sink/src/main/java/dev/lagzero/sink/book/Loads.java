package dev.lagzero.sink.book;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.jdbc.Trip;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** How far snapshots have been loaded. */
public final class Loads {

    /** @param nextOrdinal parts below it are in the load's tables */
    public record Progressed(SourcePosition position, long nextOrdinal) {}

    private final String projection;

    public Loads(String projection) {
        this.projection = projection;
    }

    public Optional<Progressed> find(Connection connection, String source) throws SQLException {
        return Sql.query(
                        connection,
                        row -> new Progressed(new SourcePosition(row.getLong(1), row.getLong(2)), row.getLong(3)),
                        "SELECT epoch, sequence, next_ordinal FROM lagzero.load WHERE projection = ? AND source = ?",
                        projection,
                        source)
                .stream()
                .findFirst();
    }

    public void begin(Connection connection, String source, SourcePosition position) throws SQLException {
        remove(connection, source);
        Sql.update(
                connection,
                "INSERT INTO lagzero.load (projection, source, epoch, sequence, next_ordinal) VALUES (?, ?, ?, ?, 0)",
                projection,
                source,
                position.epoch(),
                position.sequence());
    }

    public void reached(Trip trip, String source, long nextOrdinal) {
        trip.add(
                "UPDATE lagzero.load SET next_ordinal = ?, moved_at = clock_timestamp() WHERE projection = ? AND source = ?",
                nextOrdinal,
                projection,
                source);
    }

    public void remove(Connection connection, String source) throws SQLException {
        Sql.update(connection, "DELETE FROM lagzero.load WHERE projection = ? AND source = ?", projection, source);
    }
}
