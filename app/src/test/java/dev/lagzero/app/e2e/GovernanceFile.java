package dev.lagzero.app.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** The database of an agent-governance server, and random work on it. Its agents and discoveries bear its prefix. */
final class GovernanceFile implements AutoCloseable {

    private final Connection connection;
    private final String prefix;
    private final Random random;
    private final Map<String, List<String>> columns = new HashMap<>();
    private final Set<String> statesTouched = new HashSet<>();
    private long states;

    private GovernanceFile(Connection connection, String prefix, Random random) {
        this.connection = connection;
        this.prefix = prefix;
        this.random = random;
    }

    static GovernanceFile create(Path file, String prefix, GovernanceDialects dialects, Random random)
            throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        GovernanceFile made = new GovernanceFile(connection, prefix, random);
        made.run("PRAGMA journal_mode = WAL");
        made.run("PRAGMA busy_timeout = 60000");
        made.run("PRAGMA synchronous = OFF");
        for (String table : dialects.statements()) {
            made.run(table);
        }
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

    /** Writes a row; columns that the file's dialect does not have are left out. */
    void put(String table, List<String> key, Object... namesAndValues) throws SQLException {
        List<String> names = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (columns(table).contains((String) namesAndValues[i])) {
                names.add((String) namesAndValues[i]);
                values.add(namesAndValues[i + 1]);
            }
        }
        String conflict = key.isEmpty()
                ? ""
                : " ON CONFLICT (" + String.join(", ", key) + ") DO UPDATE SET "
                        + names.stream()
                                .map(name -> name + " = excluded." + name)
                                .collect(Collectors.joining(", "));
        run(
                "INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES (?"
                        + ", ?".repeat(names.size() - 1) + ")" + conflict,
                values.toArray());
    }

    private List<String> columns(String table) throws SQLException {
        List<String> known = columns.get(table);
        if (known == null) {
            known = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
                while (rows.next()) {
                    known.add(rows.getString("name"));
                }
            }
            columns.put(table, known);
        }
        return known;
    }

    /** Says when an event was, in words that no rule of the catalog takes for a time; or, again, in such as it does. */
    void sayWhen(long event, String when) throws SQLException {
        run("UPDATE audit_events SET timestamp = ? WHERE id = ?", when, event);
    }

    /** Each transaction does one to five things. */
    void work(int transactions) throws SQLException {
        connection.setAutoCommit(false);
        for (int i = 0; i < transactions; i++) {
            int things = 1 + random.nextInt(5);
            for (int j = 0; j < things; j++) {
                oneThing();
            }
            connection.commit();
            states += statesTouched.size();
            statesTouched.clear();
        }
        connection.setAutoCommit(true);
    }

    /** How many changes of rows of agent_state were committed. */
    long states() {
        return states;
    }

    private void oneThing() throws SQLException {
        switch (random.nextInt(14)) {
            case 0, 1 -> agentChanges();
            case 2 -> run("DELETE FROM agent_metadata WHERE agent_id = ?", agent());
            case 3 -> stateChanges();
            case 4 -> eventHappens();
            case 5, 6, 7, 8, 9, 10 -> discover();
            case 11 -> serve();
            default -> dialectic();
        }
    }

    private void agentChanges() throws SQLException {
        put(
                "agent_metadata",
                List.of("agent_id"),
                "agent_id",
                agent(),
                "status",
                pick("active", "paused", "", null),
                "created_at",
                time(),
                "last_update",
                time(),
                "updated_at",
                time(),
                "version",
                pick("v1", "", null),
                "total_updates",
                random.nextInt(9),
                "tags_json",
                tags(),
                "notes",
                pick("", "it's \"so\"\n$$ ü \\ {x}", null),
                "parent_agent_id",
                pick(agent(), "ghost", null, ""),
                "spawn_reason",
                pick("why", "", null),
                "api_key",
                "raw-key-" + random.nextInt(9),
                "mood",
                "calm",
                "metadata_json",
                "{\"b\": 1, \"a\": [true]}");
    }

    private void stateChanges() throws SQLException {
        boolean kept = columns("agent_state").contains("id");
        String agent = agent();
        statesTouched.add(kept ? "row " + statesTouched.size() : agent);
        put(
                "agent_state",
                kept ? List.of() : List.of("agent_id"),
                "agent_id",
                agent,
                "E",
                random.nextDouble(),
                "entropy",
                random.nextDouble(),
                "I",
                0.0,
                "integrity",
                0.0,
                "S",
                0.1,
                "V",
                -0.0,
                "volatility",
                -0.0,
                "coherence",
                random.nextGaussian(),
                "regime",
                pick("TRANSITION", "STABLE", "anything"),
                "update_count",
                random.nextInt(),
                "void_active",
                random.nextInt(2),
                "updated_at",
                "2025-12-13T17:21:12",
                "recorded_at",
                "2025-12-13T17:21:12",
                "state_json",
                pick("{\"x\": NaN, \"stability_index\": 3}", "{\"S\": 0.25}", null));
    }

    private void eventHappens() throws SQLException {
        put(
                "audit_events",
                List.of(),
                "event_id",
                prefix + "-e" + random.nextLong(),
                "session_id",
                pick("s", null),
                "timestamp",
                time(),
                "agent_id",
                agent(),
                "event_type",
                "x",
                "confidence",
                random.nextDouble(),
                "details_json",
                pick("{\"a\": [1, 2.50]}", "[]", null),
                "raw_hash",
                null);
    }

    private void serve() throws SQLException {
        String session = prefix + "-k" + random.nextInt(9);
        put(
                "session_identities",
                List.of(columns("session_identities").getFirst()),
                "session_key",
                session,
                "session_id",
                session,
                "agent_id",
                pick(agent(), "nobody", null),
                "bound_at",
                time(),
                "created_at",
                time(),
                "bind_count",
                random.nextInt(5),
                "is_active",
                random.nextInt(2));
        put(
                "tool_usage",
                List.of(),
                "timestamp",
                time(),
                "agent_id",
                agent(),
                "tool_name",
                pick("look", "act"),
                "latency_ms",
                random.nextInt(100) * 0.1,
                "success",
                random.nextInt(2),
                "payload_json",
                "{\"n\": " + random.nextInt() + "}");
        put(
                "calibration_state",
                List.of("id"),
                "id",
                prefix.hashCode(),
                "state_json",
                "{\"n\": " + random.nextInt() + "}",
                "updated_at",
                time());
    }

    private void discover() throws SQLException {
        switch (random.nextInt(6)) {
            case 0 ->
                put(
                        "discoveries",
                        List.of("id"),
                        "id",
                        discovery(),
                        "agent_id",
                        agent(),
                        "type",
                        "note",
                        "severity",
                        pick("critical", "low", null),
                        "status",
                        pick("open", "closed", ""),
                        "summary",
                        pick("s" + random.nextInt(9), null),
                        "details",
                        pick("$$ 'x'\n\"y\" \\", null),
                        "confidence",
                        random.nextInt(3) * 0.5,
                        "embedding",
                        "[]");
            case 1 -> run("DELETE FROM discoveries WHERE id = ?", discovery());
            case 2 -> run("INSERT OR IGNORE INTO discovery_tags VALUES (?, ?)", discovery(), tag());
            case 3 -> run("DELETE FROM discovery_tags WHERE discovery_id = ?", discovery());
            case 4 ->
                put(
                        "discovery_edges",
                        List.of("src_id", "dst_id", "edge_type"),
                        "src_id",
                        discovery(),
                        "dst_id",
                        discovery(),
                        "edge_type",
                        pick("related_to", " Response_To ", "response_to"),
                        "response_type",
                        pick("agree", null, ""),
                        "weight",
                        random.nextInt(4) * 0.25,
                        "created_by",
                        pick(agent(), null));
            default -> run("DELETE FROM discovery_edges WHERE src_id = ?", discovery());
        }
    }

    private void dialectic() throws SQLException {
        String session = prefix + "-s" + random.nextInt(8);
        if (random.nextInt(3) == 0) {
            run("DELETE FROM dialectic_messages WHERE session_id = ?", session);
            run("DELETE FROM dialectic_sessions WHERE session_id = ?", session);
            return;
        }
        put(
                "dialectic_sessions",
                List.of("session_id"),
                "session_id",
                session,
                "paused_agent_id",
                pick(agent(), "ghost", null),
                "reviewer_agent_id",
                pick("", agent(), "unseen"),
                "phase",
                pick("thesis", "synthesis", null),
                "discovery_id",
                pick(discovery(), null),
                "created_at",
                time(),
                "resolution_json",
                pick("{\"ok\": true}", null));
        put(
                "dialectic_messages",
                List.of(),
                "session_id",
                session,
                "agent_id",
                pick(agent(), "ghost", ""),
                "reasoning",
                "because " + random.nextInt(100),
                "timestamp",
                time(),
                "agrees",
                random.nextInt(2));
    }

    private String time() {
        return pick(
                "2025-12-13T17:21:12.927817",
                "2025-12-15 22:46:39",
                "2026-01-01T00:30:00",
                "2024-06-30T23:30:00+00:00",
                "202" + random.nextInt(4, 7) + "-0" + random.nextInt(1, 10) + "-28T23:59:59.999");
    }

    private String agent() {
        return prefix + "-a" + random.nextInt(20);
    }

    private String discovery() {
        return prefix + "-d" + random.nextInt(20);
    }

    private String tag() {
        return pick("Red", "red", "re-d", "re_d", "blue", "new\nline");
    }

    private String tags() {
        return pick(
                null,
                "[]",
                "\"alone\"",
                "[\"Red\", \"blue\"]",
                "[\"red\", \"re-d\", \"red\"]",
                "[\"blue\", \"green\"]");
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
