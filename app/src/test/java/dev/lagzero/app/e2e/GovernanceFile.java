package dev.lagzero.app.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;

/** The database of an agent-governance server, and random work on it. Its agents and discoveries bear its prefix. */
final class GovernanceFile implements AutoCloseable {

    private static final List<String> TABLES = List.of(
            "CREATE TABLE agent_metadata (agent_id TEXT PRIMARY KEY, status TEXT, created_at TEXT, last_update TEXT,"
                    + " total_updates INTEGER, tags_json TEXT, notes TEXT, parent_agent_id TEXT, spawn_reason TEXT,"
                    + " api_key TEXT, mood TEXT)",
            "CREATE TABLE session_identities (session_key TEXT PRIMARY KEY, agent_id TEXT, api_key TEXT, bound_at TEXT,"
                    + " bind_count INTEGER)",
            "CREATE TABLE agent_state (agent_id TEXT PRIMARY KEY, E REAL, I REAL, S REAL, V REAL, coherence REAL,"
                    + " regime TEXT, update_count INTEGER, updated_at TEXT, state_json TEXT)",
            "CREATE TABLE audit_events (id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp TEXT, agent_id TEXT,"
                    + " event_type TEXT, confidence REAL, details_json TEXT)",
            "CREATE TABLE discoveries (id TEXT PRIMARY KEY, agent_id TEXT, type TEXT, status TEXT, summary TEXT,"
                    + " confidence REAL, embedding BLOB)",
            "CREATE TABLE discovery_tags (discovery_id TEXT, tag TEXT, PRIMARY KEY (discovery_id, tag))",
            "CREATE TABLE discovery_edges (src_id TEXT, dst_id TEXT, edge_type TEXT, response_type TEXT, weight REAL,"
                    + " PRIMARY KEY (src_id, dst_id, edge_type))",
            "CREATE TABLE dialectic_sessions (session_id TEXT PRIMARY KEY, paused_agent_id TEXT, reviewer_agent_id TEXT,"
                    + " phase TEXT, discovery_id TEXT, created_at TEXT)",
            "CREATE TABLE dialectic_messages (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, agent_id TEXT,"
                    + " reasoning TEXT, timestamp TEXT, agrees INTEGER)",
            "CREATE TABLE messages_fts_data (id INTEGER PRIMARY KEY, block BLOB)");

    private final Connection connection;
    private final String prefix;
    private final Random random;

    private GovernanceFile(Connection connection, String prefix, Random random) {
        this.connection = connection;
        this.prefix = prefix;
        this.random = random;
    }

    static GovernanceFile create(Path file, String prefix, Random random) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        GovernanceFile made = new GovernanceFile(connection, prefix, random);
        made.run("PRAGMA journal_mode = WAL");
        for (String table : TABLES) {
            made.run(table);
        }
        return made;
    }

    private void run(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
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
        }
        connection.setAutoCommit(true);
    }

    private void oneThing() throws SQLException {
        switch (random.nextInt(12)) {
            case 0, 1 ->
                run(
                        "INSERT INTO agent_metadata VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (agent_id) DO UPDATE"
                                + " SET status = excluded.status, tags_json = excluded.tags_json, notes = excluded.notes,"
                                + " parent_agent_id = excluded.parent_agent_id",
                        agent(),
                        pick("active", "paused", null),
                        "2025-12-13T17:21:12",
                        "2025-12-15 22:46:39",
                        random.nextInt(9),
                        tags(),
                        pick("", "it's \"so\"\n$$ ü", null),
                        pick(agent(), "ghost", null, ""),
                        pick("why", null),
                        pick("key", null),
                        "calm");
            case 2 -> run("DELETE FROM agent_metadata WHERE agent_id = ?", agent());
            case 3 ->
                run(
                        "INSERT OR REPLACE INTO agent_state VALUES (?, ?, 0.0, 0.1, -0.0, ?, 'TRANSITION', ?, ?, '{\"x\": NaN}')",
                        agent(),
                        random.nextDouble(),
                        random.nextGaussian(),
                        random.nextInt(),
                        "2025-12-13T17:21:12");
            case 4 ->
                run(
                        "INSERT INTO audit_events (timestamp, agent_id, event_type, confidence, details_json)"
                                + " VALUES (?, ?, 'x', 0.5, '{\"a\": [1, 2.50]}')",
                        "202" + random.nextInt(4, 7) + "-0" + random.nextInt(1, 10) + "-28T23:59:59.999",
                        agent());
            case 5, 6, 7, 8, 9, 10 -> discover();
            default -> dialectic();
        }
    }

    private void discover() throws SQLException {
        switch (random.nextInt(6)) {
            case 0 ->
                run(
                        "INSERT INTO discoveries VALUES (?, ?, 'note', ?, ?, 0.1, x'5b5d') ON CONFLICT (id) DO UPDATE"
                                + " SET status = excluded.status, summary = excluded.summary",
                        discovery(),
                        agent(),
                        pick("open", "closed", ""),
                        "s" + random.nextInt(9));
            case 1 -> run("DELETE FROM discoveries WHERE id = ?", discovery());
            case 2 -> run("INSERT OR IGNORE INTO discovery_tags VALUES (?, ?)", discovery(), tag());
            case 3 -> run("DELETE FROM discovery_tags WHERE discovery_id = ?", discovery());
            case 4 ->
                run(
                        "INSERT INTO discovery_edges VALUES (?, ?, ?, ?, 1.0) ON CONFLICT DO UPDATE"
                                + " SET response_type = excluded.response_type",
                        discovery(),
                        discovery(),
                        pick("related_to", " Response_To "),
                        pick("agree", null, ""));
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
        run(
                "INSERT OR REPLACE INTO dialectic_sessions VALUES (?, ?, ?, ?, ?, '2025-12-15 22:46:39')",
                session,
                pick(agent(), "ghost", null),
                pick("", agent(), "unseen"),
                pick("thesis", "synthesis"),
                pick(discovery(), null));
        run(
                "INSERT INTO dialectic_messages (session_id, agent_id, reasoning, timestamp, agrees)"
                        + " VALUES (?, ?, ?, '2025-12-15 22:46:39', 1)",
                session,
                pick(agent(), "ghost", ""),
                "because " + random.nextInt(100));
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
