package dev.lagzero.app.e2e;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** Reads every checkpoint and every write: once as the SQLite saver does, once as the Postgres saver does. */
final class CheckpointReader {

    private static final String KEY = "thread_id, checkpoint_ns, checkpoint_id";

    /** Only what {@code channel_versions} names is read. */
    private static final String BLOBS = """
            SELECT b.channel, b.type, b.blob FROM checkpoints c, jsonb_each_text(c.checkpoint -> 'channel_versions') v
            JOIN checkpoint_blobs b ON b.channel = v.key AND b.version = v.value
            WHERE b.thread_id = c.thread_id AND b.checkpoint_ns = c.checkpoint_ns AND c.thread_id = ?
                AND c.checkpoint_ns = ? AND c.checkpoint_id = ?
            """;

    private CheckpointReader() {}

    static Map<String, String> inSqlite(Path file) throws SQLException {
        Map<String, String> read = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery(
                    "SELECT " + KEY + ", parent_checkpoint_id, type, checkpoint, metadata FROM checkpoints");
            while (rows.next()) {
                byte[] content = rows.getBytes(6);
                Object checkpoint = rows.getString(5).equals("msgpack")
                        ? Canonical.msgpack(content)
                        : Canonical.json(new String(content, StandardCharsets.UTF_8));
                put(read, rows, members(checkpoint), rows.getString(7));
            }
            readWrites(read, statement, "writes", "value");
        }
        return read;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(Object checkpoint) {
        return (Map<String, Object>) checkpoint;
    }

    static Map<String, String> inPostgres(Connection connection) throws SQLException {
        Map<String, String> read = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT " + KEY + ", parent_checkpoint_id, type, checkpoint, metadata FROM checkpoints")) {
            while (rows.next()) {
                Map<String, Object> checkpoint = members(Canonical.json(rows.getString(6)));
                Map<String, Object> values = members(checkpoint.get("channel_values"));
                try (var blobs = connection.prepareStatement(BLOBS)) {
                    for (int i = 1; i <= 3; i++) {
                        blobs.setString(i, rows.getString(i));
                    }
                    ResultSet blob = blobs.executeQuery();
                    while (blob.next()) {
                        values.put(blob.getString(1), Canonical.of(blob.getString(2), blob.getBytes(3)));
                    }
                }
                put(read, rows, checkpoint, rows.getString(7));
            }
        }
        try (Statement statement = connection.createStatement()) {
            readWrites(read, statement, "checkpoint_writes", "blob");
        }
        return read;
    }

    /** What was pending before version 4 is read from the parent's writes, whichever saver reads. */
    private static void put(Map<String, String> read, ResultSet row, Map<String, Object> checkpoint, String metadata)
            throws SQLException {
        if (Integer.parseInt((String) checkpoint.get("v")) < 4) {
            checkpoint.remove("pending_sends");
        }
        checkpoint.replaceAll((name, value) -> name.equals("channel_values") ? texts(members(value)) : value);
        String also = " parent " + row.getString(4) + " type " + row.getString(5) + " metadata "
                + Canonical.text(Canonical.json(metadata == null ? "{}" : metadata));
        read.put(key(row, 3), Canonical.text(checkpoint) + also);
    }

    private static Map<String, Object> texts(Map<String, Object> values) {
        values.replaceAll((name, value) -> Canonical.text(value));
        return values;
    }

    private static void readWrites(Map<String, String> read, Statement statement, String table, String value)
            throws SQLException {
        ResultSet rows =
                statement.executeQuery("SELECT " + KEY + ", task_id, idx, channel, type, " + value + " FROM " + table);
        while (rows.next()) {
            read.put(
                    "write " + key(rows, 5),
                    rows.getString(6) + " " + rows.getString(7) + " "
                            + Canonical.of(rows.getString(7), rows.getBytes(8)));
        }
    }

    private static String key(ResultSet row, int columns) throws SQLException {
        StringBuilder key = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
            key.append(row.getString(i)).append(" / ");
        }
        return key.toString();
    }
}
