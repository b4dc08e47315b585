package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalog as a user runs it: whoever swaps the saver reads what he read before. */
class CheckpointsIT {

    private static final Path REAL = Path.of("../../shared/data/langgraph-checkpoints.sqlite");
    private static final int CALLS = Integer.getInteger("lagzero.checkpoints.calls", 600);

    @TempDir
    Path folder;

    private Path config(List<Path> files) throws IOException {
        StringBuilder sources = new StringBuilder("catalog: checkpoints\nsources:\n");
        files.forEach(file -> sources.append("  - url: \"sqlite:").append(file).append("\"\n"));
        return Files.writeString(folder.resolve("lagzero.yaml"), sources);
    }

    @Test
    void everyCheckpointAndEveryWriteIsReadUnchanged() throws IOException, SQLException, InterruptedException {
        long seed = Long.getLong("lagzero.checkpoints.seed", System.nanoTime());
        System.out.println("CheckpointsIT seed " + seed + ", twice " + CALLS + " calls");
        Path real = folder.resolve("real.db");
        Path generated = folder.resolve("generated.db");
        boolean isHere = Files.exists(REAL);
        if (isHere) {
            Files.copy(REAL, real);
        }
        List<Path> files = isHere ? List.of(real, generated) : List.of(generated);
        try (CheckpointFile source = CheckpointFile.create(generated, new Random(seed))) {
            source.work(CALLS);
            try (Product product = Product.run(
                    folder.resolve("data"), Map.of(), "-c", config(files).toString())) {
                product.awaitState("CONSISTENT");
                assertReadsEqual(files, product, "after the load, seed " + seed);
                source.work(CALLS);
                product.awaitState("CONSISTENT");
                assertReadsEqual(files, product, "after live calls, seed " + seed);
                String thread = source.anyThread();
                source.forget(thread);
                product.awaitState("CONSISTENT");
                assertReadsEqual(files, product, "after " + thread + " was forgotten, seed " + seed);
                assertNothingIsLeftOf(thread, product);
                assertEquals(0, product.interrupt());
            }
        }
    }

    private static void assertReadsEqual(List<Path> files, Product product, String when)
            throws IOException, SQLException {
        Map<String, String> expected = new TreeMap<>();
        for (Path file : files) {
            expected.putAll(CheckpointReader.inSqlite(file));
        }
        try (Connection target = product.postgres()) {
            Map<String, String> read = CheckpointReader.inPostgres(target);
            assertEquals(expected.keySet(), read.keySet(), when);
            for (Map.Entry<String, String> each : expected.entrySet()) {
                assertEquals(each.getValue(), read.get(each.getKey()), each.getKey() + ", " + when);
            }
            assertEquals(List.of(), texts(target, """
                            SELECT DISTINCT thread_id || '/' || channel FROM checkpoint_blobs b WHERE NOT EXISTS (
                                SELECT FROM checkpoints c WHERE c.thread_id = b.thread_id
                                AND c.checkpoint_ns = b.checkpoint_ns
                                AND c.checkpoint -> 'channel_versions' ->> b.channel = b.version)
                            """), "orphaned blobs " + when);
            // The migration's own witness, and what keeps the saver from migrating again.
            assertEquals(List.of("0"), texts(target, """
                    SELECT count(*) FROM writes w FULL JOIN checkpoint_writes c
                    USING (thread_id, checkpoint_ns, checkpoint_id, task_id, idx)
                    WHERE coalesce(w.value, '') IS DISTINCT FROM c.blob OR w.type IS DISTINCT FROM c.type
                    """));
            assertEquals(List.of("10"), texts(target, "SELECT count(*) FROM checkpoint_migrations"));
        }
    }

    private static void assertNothingIsLeftOf(String thread, Product product) throws IOException, SQLException {
        try (Connection target = product.postgres()) {
            for (String table : List.of("checkpoints", "checkpoint_blobs", "checkpoint_writes", "writes")) {
                String count = "SELECT count(*) FROM " + table + " WHERE thread_id = '" + thread + "'";
                assertEquals(List.of("0"), texts(target, count), table);
            }
        }
    }

    static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> texts = new java.util.ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** What Postgres cannot give back as it is shows as parked, with its reason, until it is gone. */
    @Test
    void whatCannotBeReadUnchangedIsParkedWithItsReason() throws IOException, SQLException, InterruptedException {
        Path file = folder.resolve("bad.db");
        String insert = "INSERT INTO checkpoints VALUES (?, '', ?, NULL, ?, ?, ?)";
        try (CheckpointFile source = CheckpointFile.create(file, new Random(1))) {
            source.run(insert, "good", "1", "msgpack", checkpoint("first"), null);
            source.run("CREATE TABLE users (id INTEGER PRIMARY KEY)");
            String config = folder.resolve("lagzero.yaml").toString();
            // What init writes runs as it is.
            assertEquals(
                    0,
                    Product.command("init", "--source", "sqlite:" + file, "-c", config)
                            .code());
            Path data = folder.resolve("data");
            try (Product product = Product.run(data, Map.of(), "-c", config)) {
                product.awaitState("CONSISTENT");
                source.run(insert, "good", "2", "msgpack", checkpoint("another under this version"), null);
                source.run(insert, "bad", "zero \0", "msgpack", checkpoint("x"), null);
                source.run(insert, "bad", "pickle", "pickle", new byte[] {1}, null);
                source.run(insert, "bad", "secret", "msgpack+aes", new byte[] {1}, null);
                source.run(insert, "bad", "metadata", "msgpack", checkpoint("x"), "{\"a\": NaN}");
                source.run("INSERT INTO writes VALUES ('bad', '', '1', 't', 0, 'c', 'json+aes', x'00')");
                product.awaitState("PARKED");
                String rejects = Product.command("rejects", "-c", config, "--data", data.toString())
                        .output();
                for (String reason : List.of(
                        "two source rows yield this row",
                        "U+0000, which Postgres cannot store",
                        "type pickle cannot be split",
                        "type msgpack+aes",
                        "jsonb would change",
                        "the write is encrypted")) {
                    assertTrue(rejects.contains(reason), reason + " is not in\n" + rejects);
                }
                assertEquals(List.of("'first'"), values(product), "the first content stays");
                source.run("DELETE FROM checkpoints WHERE checkpoint_id = '1'");
                source.forget("bad");
                product.awaitState("CONSISTENT");
                assertReadsEqual(List.of(file), product, "when nothing is in the way any more");
                assertEquals(0, product.interrupt());
            }
        }
    }

    private static byte[] checkpoint(String value) {
        Map<String, Object> document = new TreeMap<>(
                Map.of("v", 4, "channel_values", Map.of("m", List.of(value)), "channel_versions", Map.of("m", "1")));
        return Msgpack.of(document);
    }

    private static List<String> values(Product product) throws IOException, SQLException {
        try (Connection target = product.postgres();
                Statement statement = target.createStatement();
                ResultSet blobs =
                        statement.executeQuery("SELECT blob FROM checkpoint_blobs WHERE thread_id = 'good'")) {
            blobs.next();
            String text = Canonical.text(Canonical.msgpack(blobs.getBytes(1)));
            return List.of(text.replaceAll("[\\[\\], ]", ""));
        }
    }

    @Test
    void anEncryptedFileIsRefusedBeforeAnythingStarts() throws IOException, SQLException, InterruptedException {
        Path file = folder.resolve("secret.db");
        try (CheckpointFile source = CheckpointFile.create(file, new Random(1))) {
            source.work(20);
            source.run("UPDATE writes SET type = 'msgpack+aes' WHERE rowid = (SELECT max(rowid) FROM writes)");
        }
        Path data = folder.resolve("data");
        Product.Result said = Product.command("run", "-c", config(List.of(file)).toString(), "--data", data.toString());
        assertEquals(2, said.code(), said.output());
        assertTrue(said.output().contains("encrypted") && said.output().contains("msgpack+aes"), said.output());
        assertFalse(Files.exists(data.resolve("kafka")), "something was started");
    }
}
