package dev.lagzero.app.e2e;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The file of a LangGraph application at work: threads whose channels hold every kind of value there is. */
final class CheckpointFile implements AutoCloseable {

    /** A channel as it stands: its version, and its value packed, or as JSON text. */
    private record Channel(String version, Object value) {}

    private static final class Thread {
        private final String id;
        private final String namespace;
        private final boolean json;
        private final int v;
        private final Map<String, Channel> channels = new LinkedHashMap<>();
        private String last;
        private int steps;

        private Thread(String id, String namespace, boolean json, int v) {
            this.id = id;
            this.namespace = namespace;
            this.json = json;
            this.v = v;
        }
    }

    private final Connection connection;
    private final Random random;
    private final List<Thread> threads = new ArrayList<>();
    private int made;

    private CheckpointFile(Connection connection, Random random) {
        this.connection = connection;
        this.random = random;
    }

    static CheckpointFile create(Path file, Random random) throws SQLException {
        CheckpointFile made = new CheckpointFile(DriverManager.getConnection("jdbc:sqlite:" + file), random);
        made.run("PRAGMA journal_mode = WAL");
        made.run("CREATE TABLE checkpoints (thread_id TEXT NOT NULL, checkpoint_ns TEXT NOT NULL DEFAULT '',"
                + " checkpoint_id TEXT NOT NULL, parent_checkpoint_id TEXT, type TEXT, checkpoint BLOB, metadata BLOB,"
                + " PRIMARY KEY (thread_id, checkpoint_ns, checkpoint_id))");
        made.run("CREATE TABLE writes (thread_id TEXT NOT NULL, checkpoint_ns TEXT NOT NULL DEFAULT '',"
                + " checkpoint_id TEXT NOT NULL, task_id TEXT NOT NULL, idx INTEGER NOT NULL, channel TEXT NOT NULL,"
                + " type TEXT, value BLOB,"
                + " PRIMARY KEY (thread_id, checkpoint_ns, checkpoint_id, task_id, idx))");
        return made;
    }

    void run(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    /** So many calls of a saver, one commit each. */
    void work(int calls) throws SQLException {
        for (int i = 0; i < calls; i++) {
            int what = random.nextInt(100);
            if (threads.size() < 8 || what < 4) {
                begin();
            } else if (what < 60) {
                step(threads.get(random.nextInt(threads.size())));
            } else if (what < 85) {
                write(threads.get(random.nextInt(threads.size())));
            } else if (what < 98) {
                replace(threads.get(random.nextInt(threads.size())));
            } else {
                forget(threads.get(random.nextInt(threads.size())).id);
            }
        }
    }

    private void begin() {
        String id = "thread " + made++;
        boolean json = random.nextBoolean();
        int v = 1 + random.nextInt(4);
        threads.add(new Thread(id, "", json, v));
        if (random.nextBoolean()) {
            // Subgraphs of a thread: their names are theirs.
            threads.add(new Thread(id, "node:" + made + "|inner:größe", json, v));
        }
    }

    private void step(Thread thread) throws SQLException {
        thread.steps++;
        String former = thread.last;
        thread.last = String.format("1ef%08d-%04x", made++, thread.steps);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            String channel = random.nextInt(6) == 0 ? "branch:to:" + random.nextInt(5) : "channel " + random.nextInt(9);
            // Numbers in the files of 2024, texts since; each change has its own.
            String version = thread.json ? Integer.toString(made++) : String.format("%032d.%d", thread.steps, made++);
            thread.channels.put(channel, new Channel(version, thread.json ? anyJson() : anyPacked()));
        }
        put(thread, former);
    }

    /** The same checkpoint again, with a channel that has moved on. */
    private void replace(Thread thread) throws SQLException {
        if (thread.last != null) {
            thread.channels.put("channel 0", new Channel("r" + made++, thread.json ? anyJson() : anyPacked()));
            put(thread, null);
        }
    }

    private void put(Thread thread, String parent) throws SQLException {
        byte[] content = thread.json ? json(thread).getBytes(StandardCharsets.UTF_8) : Msgpack.of(document(thread));
        byte[] metadata = random.nextInt(5) == 0
                ? null
                : ("{\"source\": \"loop\", \"step\": " + thread.steps
                                + ", \"score\": 1e22, \"writes\": {\"ü\": [0.1, null]}, \"parents\": {}}")
                        .getBytes(StandardCharsets.UTF_8);
        run(
                "INSERT OR REPLACE INTO checkpoints VALUES (?, ?, ?, ?, ?, ?, ?)",
                thread.id,
                thread.namespace,
                thread.last,
                parent,
                thread.json ? "json" : "msgpack",
                content,
                metadata);
    }

    private static Map<String, Object> document(Thread thread) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("v", thread.v);
        document.put("ts", "2026-01-01T00:00:00.123456+00:00");
        document.put("id", thread.last);
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Object> versions = new LinkedHashMap<>();
        thread.channels.forEach((name, channel) -> {
            values.put(name, channel.value());
            versions.put(name, channel.version());
        });
        versions.put("without a value", "7");
        values.put("without a version", List.of(1, "a", 0.5));
        document.put("channel_values", values);
        document.put("channel_versions", versions);
        document.put("versions_seen", Map.of("__input__", Map.of(), "node", versions));
        if (thread.v < 4) {
            document.put("pending_sends", List.of(new Msgpack.Ext(5, new byte[] {1, 2})));
        } else {
            document.put("updated_channels", thread.steps % 2 == 0 ? null : List.of("channel 1"));
        }
        return document;
    }

    private static String json(Thread thread) {
        StringBuilder values = new StringBuilder("\"without a version\": [1, \"a\", 1e30]");
        StringBuilder versions = new StringBuilder("\"without a value\": 7");
        thread.channels.forEach((name, channel) -> {
            values.append(", \"").append(name).append("\": ").append(channel.value());
            boolean number = channel.version().matches("\\d+");
            versions.append(", \"").append(name).append("\": ");
            versions.append(number ? channel.version() : "\"" + channel.version() + "\"");
        });
        return "{\"v\": " + thread.v + ", \"id\": \"" + thread.last + "\", \"ts\": \"2024\", \"channel_values\": {"
                + values + "}, \"channel_versions\": {" + versions + "}, \"versions_seen\": {\"a\": {\"b\": 1.50}},"
                + (thread.v < 4 ? " \"pending_sends\": [{\"lc\": 2}]," : "") + " \"current_tasks\": {}}";
    }

    private Object anyPacked() {
        List<Object> values = new ArrayList<>(
                List.of(true, 0, -1, Long.MAX_VALUE, Long.MIN_VALUE, 0.0, 1.0, -0.0, 0.1, 1e16, 1e22, 5e-324, 1e-7));
        values.addAll(List.of(
                Double.MAX_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                "",
                "größe 😀",
                "a\u0000b",
                "x".repeat(70_000)));
        values.addAll(List.of(new byte[] {0, 1, 2}, new byte[0], List.of(), Map.of()));
        values.addAll(List.of(
                new Msgpack.Ext(5, new byte[40]), List.of(new Msgpack.Ext(1, new byte[] {9}), Map.of("a", 1.0))));
        values.addAll(List.of(
                new Msgpack.Raw(deep(400)),
                new Msgpack.Raw(new byte[] {(byte) 0xa3, (byte) 0xed, (byte) 0xa0, (byte) 0x80})));
        values.add(null);
        return values.get(random.nextInt(values.size()));
    }

    private static byte[] deep(int levels) {
        byte[] deep = new byte[levels + 1];
        java.util.Arrays.fill(deep, (byte) 0x91);
        deep[levels] = (byte) 0xc0;
        return deep;
    }

    private String anyJson() {
        List<String> values = List.of(
                "null",
                "true",
                "0",
                "-1",
                "9223372036854775808",
                "0.0",
                "1.0",
                "-0.0",
                "0.1",
                "1e22",
                "1E-7",
                "1e+16",
                "NaN",
                "-Infinity",
                "\"\"",
                "\"größe 😀\"",
                "\"a\\u0000b\"",
                "\"\\ud800\"",
                "[]",
                "{}",
                "[{\"lc\": 1, \"type\": \"constructor\", \"kwargs\": {\"content\": \"hi\", \"n\": 1e22}}]",
                "[".repeat(400) + "]".repeat(400),
                "\"" + "y".repeat(70_000) + "\"");
        return values.get(random.nextInt(values.size()));
    }

    /** Often before the checkpoint that they belong to. */
    private void write(Thread thread) throws SQLException {
        String checkpoint = thread.last == null || random.nextInt(4) == 0 ? "not yet " + made++ : thread.last;
        int idx = random.nextInt(8) - 4;
        String verb = idx < 0 ? "INSERT OR REPLACE" : "INSERT OR IGNORE";
        String type = List.of("msgpack", "json", "null", "bytes", "bytearray", "pickle")
                .get(random.nextInt(6));
        Object value =
                switch (type) {
                    case "msgpack" -> Msgpack.of(anyPacked());
                    case "json" -> anyJson().getBytes(StandardCharsets.UTF_8);
                    case "null" -> random.nextBoolean() ? null : new byte[0];
                    default -> new byte[] {(byte) 0x80, 5, (byte) random.nextInt()};
                };
        run(
                verb + " INTO writes VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                thread.id,
                thread.namespace,
                checkpoint,
                "task " + random.nextInt(3),
                idx,
                "channel " + random.nextInt(9),
                type,
                value);
    }

    /** As a saver does: two statements, one transaction. */
    void forget(String thread) throws SQLException {
        connection.setAutoCommit(false);
        run("DELETE FROM checkpoints WHERE thread_id = ?", thread);
        run("DELETE FROM writes WHERE thread_id = ?", thread);
        connection.commit();
        connection.setAutoCommit(true);
        threads.removeIf(each -> each.id.equals(thread));
    }

    String anyThread() {
        return threads.getFirst().id;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
