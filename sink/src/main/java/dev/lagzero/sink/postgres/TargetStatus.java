package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.book.Catalogue;
import dev.lagzero.sink.book.Heads;
import dev.lagzero.sink.book.ParkedRow;
import dev.lagzero.sink.book.Parking;
import dev.lagzero.sink.book.SourceSchemas;
import dev.lagzero.sink.book.Stage;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.shape.Defaults;
import dev.lagzero.sink.shape.TargetConstraint;
import dev.lagzero.sink.shape.TargetTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a target says of itself, at one moment.
 *
 * @param parked without their images
 * @param heads of all sources that any projection in this database has heard of
 * @param tables by schema and name
 * @param loads snapshots on their way in
 */
public record TargetStatus(
        List<Watermark> watermarks,
        List<Head> heads,
        List<ParkedRow> parked,
        Map<String, Map<String, TargetTable>> tables,
        List<Change> changes,
        List<Load> loads) {

    /** @param committedAt when the source committed the applied transaction; empty before the first */
    public record Watermark(
            String source,
            SourcePosition applied,
            long claimedEpoch,
            Optional<Instant> committedAt,
            Optional<Instant> appliedAt) {}

    /** What was done to the shape of the target. */
    public record Change(
            String source,
            String table,
            String column,
            String what,
            String before,
            String after,
            SourcePosition position,
            Instant at) {}

    public record Load(String source, SourcePosition position, long nextOrdinal, Instant startedAt) {}

    /** What a person should know about a table: what was not carried over, and which constraints wait for what. */
    public List<String> notices(String schema, String table) {
        TargetTable found = tables.getOrDefault(schema, Map.of()).get(table);
        if (found == null) {
            return List.of();
        }
        List<String> notices = new ArrayList<>(found.definition().notices());
        found.columns().stream()
                .flatMap(column -> Defaults.notice(column, DriverQuoting.DIALECT).stream())
                .forEach(notices::add);
        found.constraints().stream()
                .filter(constraint -> constraint.state() == TargetConstraint.State.WAITING)
                .map(constraint -> constraint.declaration() + " " + constraint.reason())
                .forEach(notices::add);
        return notices;
    }

    /** In a repeatable-read transaction, or the parts may not fit together. */
    static TargetStatus read(Connection connection, String projection) throws SQLException {
        return new TargetStatus(
                watermarks(connection, projection),
                Heads.read(connection),
                new Parking(projection).outlines(connection),
                tables(connection, projection),
                Sql.query(
                        connection,
                        TargetStatus::change,
                        "SELECT * FROM lagzero.schema_change WHERE projection = ? ORDER BY id",
                        projection),
                Sql.query(
                        connection,
                        TargetStatus::load,
                        "SELECT * FROM lagzero.load WHERE projection = ? ORDER BY source",
                        projection));
    }

    static List<Watermark> watermarks(Connection connection, String projection) throws SQLException {
        return Sql.query(
                connection,
                TargetStatus::watermark,
                "SELECT * FROM lagzero.watermark WHERE projection = ? ORDER BY source",
                projection);
    }

    private static Map<String, Map<String, TargetTable>> tables(Connection connection, String projection)
            throws SQLException {
        Map<String, Map<String, TargetTable>> tables = new TreeMap<>();
        for (String schema : new SourceSchemas(projection).all(connection).values()) {
            if (!tables.containsKey(schema)) {
                tables.put(schema, new Catalogue(projection, schema).read(connection, Stage.LIVE));
            }
        }
        return tables;
    }

    private static Watermark watermark(ResultSet row) throws SQLException {
        return new Watermark(
                row.getString("source"),
                position(row),
                row.getLong("claimed_epoch"),
                instant(row.getTimestamp("commit_at")),
                instant(row.getTimestamp("applied_at")));
    }

    private static Change change(ResultSet row) throws SQLException {
        return new Change(
                row.getString("source"),
                row.getString("table_name"),
                row.getString("column_name"),
                row.getString("change"),
                row.getString("old_value"),
                row.getString("new_value"),
                position(row),
                row.getTimestamp("at").toInstant());
    }

    private static Load load(ResultSet row) throws SQLException {
        return new Load(
                row.getString("source"),
                position(row),
                row.getLong("next_ordinal"),
                row.getTimestamp("started_at").toInstant());
    }

    private static SourcePosition position(ResultSet row) throws SQLException {
        return new SourcePosition(row.getLong("epoch"), row.getLong("sequence"));
    }

    private static Optional<Instant> instant(Timestamp timestamp) {
        return Optional.ofNullable(timestamp).map(Timestamp::toInstant);
    }
}
