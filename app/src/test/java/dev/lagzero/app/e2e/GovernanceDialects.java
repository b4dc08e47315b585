package dev.lagzero.app.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tables of governance files. Four of them are written in two dialects, and files mix them.
 *
 * @param second names of the tables that a file has in the second dialect
 */
record GovernanceDialects(Set<String> second) {

    /** Two files that have every table in either dialect. */
    static final GovernanceDialects ONE = new GovernanceDialects(Set.of("session_identities", "audit_events"));

    static final GovernanceDialects OTHER =
            new GovernanceDialects(Set.of("agent_metadata", "agent_state", "calibration_state"));

    private static final Map<String, String> FIRST = Map.of(
            "agent_metadata",
            "agent_id TEXT PRIMARY KEY, status TEXT, created_at TEXT, last_update TEXT, version TEXT, total_updates INTEGER,"
                    + " tags_json TEXT, notes TEXT, paused_at TEXT, archived_at TEXT, parent_agent_id TEXT,"
                    + " spawn_reason TEXT, api_key TEXT, health_status TEXT, mood TEXT",
            "session_identities",
            "session_key TEXT PRIMARY KEY, agent_id TEXT, api_key TEXT, bound_at TEXT, updated_at TEXT,"
                    + " bind_count INTEGER",
            "agent_state",
            "agent_id TEXT PRIMARY KEY, E REAL, I REAL, S REAL, V REAL, coherence REAL, regime TEXT,"
                    + " update_count INTEGER, void_active INTEGER, created_at TEXT, updated_at TEXT, state_json TEXT",
            "audit_events",
            "id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp TEXT, agent_id TEXT, event_type TEXT, confidence REAL,"
                    + " details_json TEXT, raw_hash TEXT UNIQUE",
            "calibration_state",
            "id INTEGER PRIMARY KEY, state_json TEXT, updated_at TEXT");

    private static final Map<String, String> SECOND = Map.of(
            "agent_metadata",
            "agent_id TEXT PRIMARY KEY, status TEXT, created_at TEXT, updated_at TEXT, total_updates INTEGER,"
                    + " tags_json TEXT, notes TEXT, parent_agent_id TEXT, spawn_reason TEXT, disabled_at TEXT,"
                    + " metadata_json TEXT, api_key TEXT NOT NULL",
            "session_identities",
            "session_id TEXT PRIMARY KEY, agent_id TEXT, created_at TEXT, last_active TEXT, expires_at TEXT,"
                    + " is_active INTEGER, client_type TEXT, client_info_json TEXT, metadata_json TEXT",
            "agent_state",
            "id INTEGER PRIMARY KEY AUTOINCREMENT, agent_id TEXT, recorded_at TEXT, entropy REAL, integrity REAL,"
                    + " stability_index REAL, volatility REAL, regime TEXT, coherence REAL, state_json TEXT",
            "audit_events",
            "id INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT, session_id TEXT, timestamp TEXT, agent_id TEXT,"
                    + " event_type TEXT, confidence REAL, details_json TEXT",
            "calibration_state",
            "id INTEGER PRIMARY KEY, state_json TEXT, updated_at TEXT, version TEXT");

    private static final Map<String, String> BOTH = Map.of(
            "tool_usage",
            "id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp TEXT, usage_id TEXT, agent_id TEXT, tool_name TEXT,"
                    + " latency_ms REAL, success INTEGER, payload_json TEXT",
            "discoveries",
            "id TEXT PRIMARY KEY, agent_id TEXT, type TEXT, severity TEXT, status TEXT, created_at TEXT, summary TEXT,"
                    + " details TEXT, related_files TEXT, confidence REAL, embedding BLOB",
            "discovery_tags",
            "discovery_id TEXT, tag TEXT, PRIMARY KEY (discovery_id, tag)",
            "discovery_edges",
            "src_id TEXT, dst_id TEXT, edge_type TEXT, response_type TEXT, weight REAL, created_by TEXT,"
                    + " PRIMARY KEY (src_id, dst_id, edge_type)",
            "dialectic_sessions",
            "session_id TEXT PRIMARY KEY, paused_agent_id TEXT, reviewer_agent_id TEXT, phase TEXT, discovery_id TEXT,"
                    + " created_at TEXT, topic TEXT, resolution_json TEXT",
            "dialectic_messages",
            "id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, agent_id TEXT, reasoning TEXT, timestamp TEXT,"
                    + " agrees INTEGER",
            "messages_fts_data",
            "id INTEGER PRIMARY KEY, block BLOB");

    List<String> statements() {
        List<String> statements = new ArrayList<>();
        FIRST.forEach((table, columns) ->
                statements.add(create(table, second.contains(table) ? SECOND.get(table) : columns)));
        BOTH.forEach((table, columns) -> statements.add(create(table, columns)));
        return statements;
    }

    private static String create(String table, String columns) {
        return "CREATE TABLE " + table + " (" + columns + ")";
    }
}
