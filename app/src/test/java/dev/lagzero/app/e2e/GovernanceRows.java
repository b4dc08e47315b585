package dev.lagzero.app.e2e;

import static dev.lagzero.app.e2e.GovernanceContent.first;
import static dev.lagzero.app.e2e.GovernanceLine.json;
import static dev.lagzero.app.e2e.GovernanceLine.moment;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables that governance files stand for, computed from the files alone, and what a target has: a line a row. */
final class GovernanceRows {

    private static final Map<String, String> SHOWN = new LinkedHashMap<>();

    static {
        SHOWN.put(
                "identity",
                "SELECT agent_id, status, parent_agent_id, api_key_hash ~ '^[0-9a-f]{64}$' AS hash, created_at, updated_at,"
                        + " metadata->'tags' AS tags_json, metadata->>'notes' AS notes,"
                        + " (metadata->>'total_updates')::bigint AS updates, metadata->>'mood' AS mood,"
                        + " metadata->'metadata' AS metadata_json FROM core.identities");
        SHOWN.put(
                "session",
                "SELECT session_key, agent_id, created_at, expires_at, bind_count, is_active FROM core.sessions");
        SHOWN.put(
                "state",
                "SELECT DISTINCT ON (agent_id) agent_id, entropy, integrity, stability_index, volatility, coherence,"
                        + " regime, update_count, void_active, recorded_at, state AS state_json FROM core.agent_state"
                        + " ORDER BY agent_id, source_epoch DESC, source_sequence DESC, source_ordinal DESC");
        SHOWN.put("calibration", "SELECT id, state AS state_json, updated_at FROM core.calibration");
        SHOWN.put(
                "dialectic",
                "SELECT session_id, paused_agent_id, reviewer_agent_id, phase, discovery_id, created_at,"
                        + " resolution AS resolution_json FROM core.dialectic_sessions");
        SHOWN.put(
                "message",
                "SELECT id, session_id, agent_id, reasoning, timestamp, agrees FROM core.dialectic_messages");
        SHOWN.put(
                "event",
                "SELECT source_id, agent_id, ts, event_type, confidence, session_id, payload AS payload_json"
                        + " FROM audit.events");
        SHOWN.put(
                "usage",
                "SELECT source_id, agent_id, ts, tool_name, latency_ms, success, payload AS payload_json"
                        + " FROM audit.tool_usage");
    }

    private final GovernanceContent content;
    private final List<String> lines = new ArrayList<>();

    private GovernanceRows(GovernanceContent content) {
        this.content = content;
    }

    static List<String> of(GovernanceContent content) {
        GovernanceRows rows = new GovernanceRows(content);
        rows.addAgents();
        rows.addStates();
        rows.addDialectic();
        rows.addAudit();
        return rows.lines.stream().sorted().toList();
    }

    /** Every row, so that one that is there twice shows. */
    static List<String> in(Connection target) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = target.createStatement()) {
            for (Map.Entry<String, String> each : SHOWN.entrySet()) {
                for (Map<String, Object> row : GovernanceContent.rows(statement, each.getValue())) {
                    row.replaceAll((name, value) -> name.endsWith("_json") ? GovernanceLine.kept(value) : value);
                    List<Object> fields = new ArrayList<>(List.of(each.getKey()));
                    fields.addAll(row.values());
                    lines.add(GovernanceLine.of(fields.toArray()));
                }
            }
        }
        return lines.stream().sorted().toList();
    }

    private void add(Object... fields) {
        lines.add(GovernanceLine.of(fields));
    }

    private void addAgents() {
        for (Map<String, Object> row : content.of("agent_metadata")) {
            add(
                    "identity",
                    row.get("agent_id"),
                    row.get("status"),
                    row.get("parent_agent_id"),
                    row.get("api_key") == null ? null : true,
                    moment(row.get("created_at")),
                    moment(first(row, "last_update", "updated_at")),
                    orNull(row, "tags_json"),
                    row.get("notes"),
                    row.get("total_updates"),
                    row.get("mood"),
                    orNull(row, "metadata_json"));
        }
        for (Map<String, Object> row : content.of("session_identities")) {
            add(
                    "session",
                    first(row, "session_key", "session_id"),
                    row.get("agent_id"),
                    moment(first(row, "bound_at", "created_at")),
                    moment(row.get("expires_at")),
                    row.get("bind_count"),
                    row.get("is_active"));
        }
    }

    /** A member of an object: NULL is JSON's own null. */
    private static String orNull(Map<String, Object> row, String column) {
        return row.get(column) == null ? "null" : json(row.get(column));
    }

    /** History tells every change; the last one of an agent is what the file holds. */
    private void addStates() {
        Map<Object, Map<String, Object>> last = new LinkedHashMap<>();
        content.of("agent_state").forEach(row -> last.put(row.get("agent_id"), row));
        for (Map<String, Object> row : last.values()) {
            add(
                    "state",
                    row.get("agent_id"),
                    first(row, "E", "entropy"),
                    first(row, "I", "integrity"),
                    stability(row),
                    first(row, "V", "volatility"),
                    row.get("coherence"),
                    row.get("regime"),
                    row.get("update_count"),
                    row.get("void_active"),
                    moment(first(row, "updated_at", "recorded_at")),
                    json(row.get("state_json")));
        }
        for (Map<String, Object> row : content.of("calibration_state")) {
            add("calibration", row.get("id"), json(row.get("state_json")), moment(row.get("updated_at")));
        }
    }

    /** A column, else what the JSON calls S. */
    private static Object stability(Map<String, Object> row) {
        Object column = first(row, "S", "stability_index");
        boolean inside = String.valueOf(row.get("state_json")).contains("\"S\": 0.25");
        return column == null && inside ? Double.valueOf(0.25) : column;
    }

    private void addDialectic() {
        for (Map<String, Object> row : content.of("dialectic_sessions")) {
            add(
                    "dialectic",
                    row.get("session_id"),
                    row.get("paused_agent_id"),
                    row.get("reviewer_agent_id"),
                    row.get("phase"),
                    row.get("discovery_id"),
                    moment(row.get("created_at")),
                    json(row.get("resolution_json")));
        }
        for (Map<String, Object> row : content.of("dialectic_messages")) {
            add(
                    "message",
                    row.get("id"),
                    row.get("session_id"),
                    row.get("agent_id"),
                    row.get("reasoning"),
                    moment(row.get("timestamp")),
                    row.get("agrees"));
        }
    }

    private void addAudit() {
        for (Map<String, Object> row : content.of("audit_events")) {
            add(
                    "event",
                    row.get("id"),
                    row.get("agent_id"),
                    moment(row.get("timestamp")),
                    row.get("event_type"),
                    row.get("confidence"),
                    row.get("session_id"),
                    json(row.get("details_json")));
        }
        for (Map<String, Object> row : content.of("tool_usage")) {
            add(
                    "usage",
                    row.get("id"),
                    row.get("agent_id"),
                    moment(row.get("timestamp")),
                    row.get("tool_name"),
                    row.get("latency_ms"),
                    row.get("success"),
                    json(row.get("payload_json")));
        }
    }
}
