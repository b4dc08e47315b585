package dev.lagzero.capture;

import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.capture.file.Database;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.topic.Topics;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A SQLite file, written by SQLite. */
final class FileUnderTest implements SourceUnderTest, AutoCloseable {

    private final Path folder;
    private final Map<String, Object> kafka;
    private final Topics topics = new Topics("contract-file");
    private final Database database;

    FileUnderTest(Path folder, Map<String, Object> kafka) throws Exception {
        this.folder = folder;
        this.kafka = kafka;
        this.database = Database.open(
                folder.resolve("app.db"),
                "PRAGMA journal_mode=WAL",
                "CREATE TABLE notes(key TEXT PRIMARY KEY, value TEXT)",
                "CREATE TABLE tags(key TEXT PRIMARY KEY, value TEXT)");
    }

    @Override
    public Capture start() {
        return Alone.start(
                Alone.config(topics, folder.resolve("data"), kafka),
                new SourceConfig("app", folder.resolve("app.db"), CaptureScope.ALL, false));
    }

    @Override
    public void write(List<Put> puts) throws Exception {
        List<String> statements = new ArrayList<>(List.of("BEGIN"));
        for (Put put : puts) {
            statements.add(
                    put.value() == null
                            ? "DELETE FROM " + put.table() + " WHERE key = '" + put.key() + "'"
                            : "INSERT INTO " + put.table() + " VALUES ('" + put.key() + "', '" + put.value()
                                    + "') ON CONFLICT(key) DO UPDATE SET value = excluded.value");
        }
        statements.add("COMMIT");
        database.run(statements.toArray(String[]::new));
    }

    @Override
    public List<ChangeEvent> log() {
        return TopicReader.all(kafka, topics.changes());
    }

    @Override
    public void forget() throws Exception {
        TopicReader.delete(folder.resolve("data"));
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
