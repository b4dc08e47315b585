package dev.lagzero.sink.owner;

import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Share;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.mapped.MappedRow;
import dev.lagzero.sink.mapped.MappedRun;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * {@code lagzero.owner}: every row of a mapped projection with its holders. A shared row has one for each source row
 * that yields it, with its content; any other has its source alone, so that a replacing snapshot knows what must go.
 */
public final class Holdings {

    private static final String NEW = """
            INSERT INTO lagzero.owner AS o (projection, id, holder, source, kind, place, key, shared, rank, image,
                epoch, sequence, origin)
            SELECT ?, u.* FROM unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::boolean[],
                ?::integer[], ?::text[], ?::bigint[], ?::bigint[], ?::text[]) AS u
            ON CONFLICT (projection, id, holder) DO\s""";

    private final String projection;

    /** @param content as it shows when it wins */
    public record Winner(UUID id, String source, Image content) {}

    public Holdings(String projection) {
        this.projection = projection;
    }

    /** Until the transaction ends, nobody else changes what may be shared, nor the graph. */
    public void lock(Connection connection) throws SQLException {
        Sql.query(
                connection,
                row -> "",
                "SELECT pg_advisory_xact_lock(hashtextextended('lagzero.owner ' || ?, 0))",
                projection);
    }

    /** @param touch also a holder that changes nothing keeps the position it was seen at last */
    public void hold(Connection connection, Collection<MappedRow> rows, boolean touch) throws SQLException {
        List<MappedRow> shared = new ArrayList<>();
        List<MappedRow> own = new ArrayList<>();
        rows.forEach(row -> (row.isShared() ? shared : own).add(row));
        String seen = "UPDATE SET epoch = excluded.epoch, sequence = excluded.sequence";
        insert(connection, NEW + seen + ", rank = excluded.rank, image = excluded.image", shared);
        insert(connection, NEW + (touch ? seen : "NOTHING"), own);
    }

    private void insert(Connection connection, String sql, List<MappedRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        Sql.update(
                connection,
                sql,
                projection,
                array(connection, "uuid", rows, MappedRow::id),
                array(connection, "uuid", rows, MappedRow::holder),
                array(connection, "text", rows, MappedRow::source),
                array(connection, "text", rows, row -> row.place().kind().name()),
                array(connection, "text", rows, row -> row.place().name()),
                array(connection, "text", rows, row -> ChangeJson.image(row.key())),
                array(connection, "boolean", rows, MappedRow::isShared),
                array(connection, "integer", rows, row -> row.share()
                        .map(Share::rank)
                        .orElse(0)),
                array(connection, "text", rows, row -> row.isShared() ? ChangeJson.image(row.image()) : null),
                array(connection, "bigint", rows, row -> row.position().epoch()),
                array(connection, "bigint", rows, row -> row.position().sequence()),
                array(connection, "text", rows, MappedRow::origin));
    }

    public void release(Connection connection, List<MappedRow> rows) throws SQLException {
        if (!rows.isEmpty()) {
            Sql.update(
                    connection,
                    "DELETE FROM lagzero.owner AS o USING unnest(?::uuid[], ?::uuid[]) AS u(id, holder)"
                            + " WHERE o.projection = ? AND o.id = u.id AND o.holder = u.holder",
                    array(connection, "uuid", rows, MappedRow::id),
                    array(connection, "uuid", rows, MappedRow::holder),
                    projection);
        }
    }

    /** Those of the rows whose holder was seen at exactly this position: an upsert that a delete must not beat. */
    public Set<UUID> heldAt(Connection connection, List<MappedRow> rows, SourcePosition position) throws SQLException {
        return new HashSet<>(Sql.query(
                connection,
                row -> row.getObject(1, UUID.class),
                "SELECT o.id FROM lagzero.owner AS o JOIN unnest(?::uuid[], ?::uuid[]) AS u(id, holder)"
                        + " ON o.id = u.id AND o.holder = u.holder"
                        + " WHERE o.projection = ? AND o.epoch = ? AND o.sequence = ?",
                array(connection, "uuid", rows, MappedRow::id),
                array(connection, "uuid", rows, MappedRow::holder),
                projection,
                position.epoch(),
                position.sequence()));
    }

    /** Whose content shows, by row; a row that is missing is held by nobody. */
    public Map<UUID, Winner> winners(Connection connection, Collection<UUID> ids) throws SQLException {
        Map<UUID, Winner> winners = new HashMap<>();
        for (Winner winner : Sql.query(
                connection,
                row -> new Winner(row.getObject(1, UUID.class), row.getString(2), ChangeJson.image(row.getString(3))),
                "SELECT u.id, o.source, o.image FROM unnest(?::uuid[]) AS u(id), LATERAL (SELECT source, image"
                        + " FROM lagzero.owner WHERE projection = ? AND id = u.id AND shared"
                        + " ORDER BY rank DESC, held LIMIT 1) AS o",
                connection.createArrayOf("uuid", ids.toArray()),
                projection)) {
            winners.put(winner.id(), winner);
        }
        return winners;
    }

    /**
     * Of shared rows: those that a holder of the winner's rank holds with another content, with the source of one such
     * holder. What it holds shows nowhere.
     */
    public Map<UUID, String> contested(Connection connection, Collection<UUID> ids) throws SQLException {
        record Loser(UUID id, String source) {}
        Map<UUID, String> losers = new HashMap<>();
        Sql.query(
                        connection,
                        row -> new Loser(row.getObject(1, UUID.class), row.getString(2)),
                        "SELECT id, max(source) FROM (SELECT id, source, image, rank,"
                                + " first_value(rank) OVER won AS top, first_value(image) OVER won AS shown"
                                + " FROM lagzero.owner WHERE projection = ? AND id = ANY (?) AND shared"
                                + " WINDOW won AS (PARTITION BY id ORDER BY rank DESC, held)) AS holder"
                                + " WHERE rank = top AND image <> shown GROUP BY id",
                        projection,
                        connection.createArrayOf("uuid", ids.toArray()))
                .forEach(loser -> losers.put(loser.id(), loser.source()));
        return losers;
    }

    /** Every source has a watermark before it has a row. */
    public boolean areOfOneSource(Connection connection) throws SQLException {
        return !Sql.exists(connection, "SELECT 1 FROM lagzero.watermark WHERE projection = ? OFFSET 1", projection);
    }

    /** Of rows that are not shared and that one source holds: those that another one held first, with its name. */
    public Map<UUID, String> heldByOthers(Connection connection, Collection<MappedRow> rows) throws SQLException {
        Map<UUID, String> others = new HashMap<>();
        List<MappedRow> own = rows.stream().filter(row -> !row.isShared()).toList();
        if (own.isEmpty()) {
            return others;
        }
        String source = own.getFirst().source();
        record First(UUID id, String source) {}
        Sql.query(
                        connection,
                        row -> new First(row.getObject(1, UUID.class), row.getString(2)),
                        "SELECT o.id, (SELECT source FROM lagzero.owner WHERE projection = o.projection AND id = o.id"
                                + " AND NOT shared ORDER BY held LIMIT 1) FROM lagzero.owner AS o"
                                + " WHERE o.projection = ? AND o.id = ANY (?) AND NOT o.shared AND o.source <> ?",
                        projection,
                        array(connection, "uuid", own, MappedRow::id),
                        source)
                .stream()
                .filter(first -> !first.source().equals(source))
                .forEach(first -> others.put(first.id(), first.source()));
        return others;
    }

    /** Lets go of what a source held before an epoch and holds no more. */
    public List<HeldRow> sweep(Connection connection, String source, long epoch) throws SQLException {
        return Sql.query(
                connection,
                Holdings::held,
                "DELETE FROM lagzero.owner WHERE projection = ? AND source = ? AND epoch < ?"
                        + " RETURNING id, kind, place, key, shared",
                projection,
                source,
                epoch);
    }

    /** Lets go of what a source's table held before it was dropped. */
    public List<HeldRow> drop(Connection connection, String source, MappedRun.Dropped table) throws SQLException {
        return Sql.query(
                connection,
                Holdings::held,
                "DELETE FROM lagzero.owner WHERE projection = ? AND source = ? AND origin = ?"
                        + " AND (epoch, sequence) < (CAST(? AS bigint), CAST(? AS bigint))"
                        + " RETURNING id, kind, place, key, shared",
                projection,
                source,
                table.table(),
                table.position().epoch(),
                table.position().sequence());
    }

    /** Edges of a label whose id begins with these 48 bits, as a graph with short ids knows them. */
    public List<HeldRow> withPrefix(Connection connection, Place place, long prefix) throws SQLException {
        UUID from = new UUID(prefix << 16, 0);
        UUID to = new UUID(prefix << 16 | 0xFFFF, -1);
        return Sql.query(
                connection,
                Holdings::held,
                "SELECT DISTINCT ON (id) id, kind, place, key, shared FROM lagzero.owner"
                        + " WHERE projection = ? AND id BETWEEN ? AND ? AND kind = ? AND place = ?",
                projection,
                from,
                to,
                place.kind().name(),
                place.name());
    }

    private static HeldRow held(ResultSet row) throws SQLException {
        return new HeldRow(
                row.getObject("id", UUID.class),
                new Place(Place.Kind.valueOf(row.getString("kind")), row.getString("place")),
                ChangeJson.image(row.getString("key")),
                row.getBoolean("shared"));
    }

    private static java.sql.Array array(
            Connection connection, String type, Collection<MappedRow> rows, Function<MappedRow, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(value).toArray());
    }
}
