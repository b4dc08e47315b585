package dev.lagzero.sink.book;

import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.jdbc.Sql;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The parked rows of one projection. */
public final class Parking {

    private static final String TABLE = " WHERE projection = ? AND stage = ? AND source = ? AND table_name = ?";

    private final String projection;

    public Parking(String projection) {
        this.projection = projection;
    }

    /** A parked key, short enough to remember all of them. */
    public record Ticket(String source, String table, String keyDigest) {

        public static Ticket of(String source, String table, Image key) {
            return new Ticket(source, table, digest(ChangeJson.image(key)));
        }
    }

    public void park(Connection connection, Stage stage, ParkedRow row) throws SQLException {
        String key = ChangeJson.image(row.key());
        Sql.update(
                connection,
                """
                INSERT INTO lagzero.parked AS p (projection, stage, source, table_name, key_digest, key,
                    epoch, sequence, ordinal, action, image, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (projection, stage, source, table_name, key_digest) DO UPDATE SET
                    epoch = excluded.epoch, sequence = excluded.sequence, ordinal = excluded.ordinal,
                    action = excluded.action, image = excluded.image, reason = excluded.reason
                """,
                projection,
                stage.label(),
                row.source(),
                row.table(),
                digest(key),
                key,
                row.position().epoch(),
                row.position().sequence(),
                row.ordinal(),
                row.action().label(),
                row.image().map(ChangeJson::image).orElse(null),
                row.reason().replace('\0', ' '));
    }

    public void resolve(Connection connection, Stage stage, Ticket ticket) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM lagzero.parked" + TABLE + " AND key_digest = ?",
                projection,
                stage.label(),
                ticket.source(),
                ticket.table(),
                ticket.keyDigest());
    }

    /** All that is parked of the table, also what stands for the table itself. */
    public void resolveTable(Connection connection, Stage stage, String source, String table) throws SQLException {
        Sql.update(connection, "DELETE FROM lagzero.parked" + TABLE, projection, stage.label(), source, table);
    }

    public void resolveSource(Connection connection, Stage stage, String source) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM lagzero.parked WHERE projection = ? AND stage = ? AND source = ?",
                projection,
                stage.label(),
                source);
    }

    /** What the load parked is now what is visible. */
    public void promote(Connection connection, String source) throws SQLException {
        Sql.update(
                connection,
                "UPDATE lagzero.parked SET stage = 'live' WHERE projection = ? AND stage = 'load' AND source = ?",
                projection,
                source);
    }

    public Set<Ticket> tickets(Connection connection) throws SQLException {
        return new HashSet<>(Sql.query(
                connection,
                row -> new Ticket(row.getString(1), row.getString(2), row.getString(3)),
                "SELECT source, table_name, key_digest FROM lagzero.parked WHERE projection = ? AND stage = 'live'",
                projection));
    }

    public List<ParkedRow> of(Connection connection, String source, String table) throws SQLException {
        return Sql.query(
                connection,
                Parking::parked,
                "SELECT * FROM lagzero.parked" + TABLE + " ORDER BY key_digest",
                projection,
                Stage.LIVE.label(),
                source,
                table);
    }

    /** Without their images, which may be large. */
    public List<ParkedRow> outlines(Connection connection) throws SQLException {
        return Sql.query(
                connection,
                Parking::parked,
                "SELECT source, table_name, key, epoch, sequence, ordinal, action, NULL AS image, reason"
                        + " FROM lagzero.parked WHERE projection = ? AND stage = 'live'"
                        + " ORDER BY source, epoch, sequence, ordinal",
                projection);
    }

    /** With its image; empty when it is parked no longer. */
    public Optional<ParkedRow> find(Connection connection, Ticket ticket) throws SQLException {
        return Sql.query(
                        connection,
                        Parking::parked,
                        "SELECT * FROM lagzero.parked" + TABLE + " AND key_digest = ?",
                        projection,
                        Stage.LIVE.label(),
                        ticket.source(),
                        ticket.table(),
                        ticket.keyDigest())
                .stream()
                .findFirst();
    }

    /** Stands for a key of any length in an index. */
    private static String digest(String keyText) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(keyText.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static ParkedRow parked(ResultSet row) throws SQLException {
        return new ParkedRow(
                row.getString("source"),
                row.getString("table_name"),
                ChangeJson.image(row.getString("key")),
                new SourcePosition(row.getLong("epoch"), row.getLong("sequence")),
                row.getLong("ordinal"),
                ParkedRow.Action.parse(row.getString("action")),
                Optional.ofNullable(row.getString("image")).map(ChangeJson::image),
                row.getString("reason"));
    }
}
