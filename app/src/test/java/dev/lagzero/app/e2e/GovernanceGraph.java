package dev.lagzero.app.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The graph that governance files stand for, computed from the files alone, one line for each vertex and edge. */
final class GovernanceGraph {

    /** Selects label, key, and something that shows. */
    private static final List<String> VERTICES = List.of(
            "SELECT 'Agent', agent_id, ifnull(nullif(status, ''), '-') || ' ' || CASE WHEN tags_json LIKE '[%'"
                    + " THEN json_array_length(tags_json) WHEN tags_json IS NULL THEN '-' ELSE 1 END FROM agent_metadata",
            "SELECT 'Discovery', id, ifnull(nullif(status, ''), '-') || ' ' || summary FROM discoveries",
            "SELECT 'DialecticSession', session_id, phase FROM dialectic_sessions",
            "SELECT 'DialecticMessage', session_id || ':' || id, reasoning FROM dialectic_messages",
            "SELECT DISTINCT 'Tag', value, '' FROM agent_metadata, json_each(tags_json)",
            "SELECT DISTINCT 'Tag', tag, '' FROM discovery_tags");

    /** The same by Cypher: label, and something that shows. */
    private static final Map<String, String> CYPHER = Map.of(
            "Agent",
            "CASE WHEN v.unknown = 1 THEN 'unknown' ELSE coalesce(v.status, '-') + ' '"
                    + " + coalesce(toString(v.tag_count), '-') END",
            "Discovery",
            "coalesce(v.status, '-') + ' ' + v.summary",
            "DialecticSession",
            "v.phase",
            "DialecticMessage",
            "v.reasoning",
            "Tag",
            "''");

    private static final String SEEN =
            "SELECT parent_agent_id AS a FROM agent_metadata UNION SELECT paused_agent_id FROM"
                    + " dialectic_sessions UNION SELECT reviewer_agent_id FROM dialectic_sessions UNION SELECT agent_id FROM"
                    + " dialectic_messages";

    /** Selects type, start, end, and something that shows; ends that may be missing are joined. */
    private static final List<String> EDGES = List.of(
            "SELECT 'SPAWNED', parent_agent_id, agent_id, ifnull(spawn_reason, '') FROM agent_metadata"
                    + " WHERE parent_agent_id <> ''",
            "SELECT DISTINCT 'HAS_TAG', agent_id, value, '' FROM agent_metadata, json_each(tags_json)",
            "SELECT 'HAS_TAG', discovery_id, tag, '' FROM discovery_tags JOIN discoveries d ON d.id = discovery_id",
            "SELECT 'RELATED_TO', src_id, dst_id, '' FROM discovery_edges JOIN discoveries s ON s.id = src_id"
                    + " JOIN discoveries t ON t.id = dst_id WHERE edge_type = 'related_to'",
            "SELECT 'RESPONSE_TO', src_id, dst_id, ifnull(nullif(response_type, ''), 'extend') FROM discovery_edges"
                    + " JOIN discoveries s ON s.id = src_id JOIN discoveries t ON t.id = dst_id"
                    + " WHERE edge_type = ' Response_To '",
            "SELECT 'PAUSED_AGENT', session_id, paused_agent_id, '' FROM dialectic_sessions WHERE paused_agent_id <> ''",
            "SELECT 'REVIEWER', session_id, reviewer_agent_id, '' FROM dialectic_sessions WHERE reviewer_agent_id <> ''",
            "SELECT 'ABOUT_DISCOVERY', session_id, discovery_id, '' FROM dialectic_sessions"
                    + " JOIN discoveries d ON d.id = discovery_id",
            "SELECT 'HAS_MESSAGE', m.session_id, m.session_id || ':' || m.id, '' FROM dialectic_messages m"
                    + " JOIN dialectic_sessions USING (session_id)",
            "SELECT 'WROTE', agent_id, session_id || ':' || id, '' FROM dialectic_messages WHERE agent_id <> ''");

    private GovernanceGraph() {}

    static Set<String> of(Collection<Path> files) throws SQLException {
        Set<String> lines = new TreeSet<>();
        for (Path file : files) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = connection.createStatement()) {
                for (String sql : VERTICES) {
                    add(statement, sql, lines);
                }
                add(
                        statement,
                        "SELECT 'Agent', a, 'unknown' FROM (" + SEEN + ") WHERE a <> '' AND a NOT IN"
                                + " (SELECT agent_id FROM agent_metadata)",
                        lines);
                for (String sql : EDGES) {
                    add(statement, sql, lines);
                }
            }
        }
        return lines;
    }

    private static void add(Statement statement, String sql, Set<String> lines) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    line.append(rows.getString(i)).append('|');
                }
                lines.add(line.toString());
            }
        }
    }

    /** What plain tables show, in the same words. */
    static Set<String> inTables(Connection target) throws SQLException {
        Set<String> lines = new TreeSet<>();
        try (Statement statement = target.createStatement()) {
            add(
                    statement,
                    "SELECT label, key, CASE label WHEN 'Agent' THEN coalesce(properties->>'status', '-') || ' '"
                            + " || coalesce(properties->>'tag_count', '-') WHEN 'Discovery' THEN coalesce(properties->>'status', '-')"
                            + " || ' ' || (properties->>'summary') WHEN 'DialecticSession' THEN properties->>'phase'"
                            + " WHEN 'DialecticMessage' THEN properties->>'reasoning' ELSE '' END FROM graph.vertices"
                            + " WHERE NOT properties ? 'unknown'",
                    lines);
            add(
                    statement,
                    "SELECT label, key, 'unknown' FROM graph.vertices WHERE properties @> '{\"unknown\": 1}'",
                    lines);
            add(
                    statement,
                    "SELECT e.label, s.key, t.key, coalesce(e.properties->>'reason', e.properties->>'response_type', '')"
                            + " FROM graph.edges e LEFT JOIN graph.vertices s ON s.id = start_id"
                            + " LEFT JOIN graph.vertices t ON t.id = end_id",
                    lines);
        }
        return lines;
    }

    /** What Cypher shows, in the same words. */
    static Set<String> inAge(Connection target) throws SQLException {
        Set<String> lines = new TreeSet<>();
        try (Statement statement = target.createStatement()) {
            statement.execute("LOAD 'age'");
            statement.execute("SET search_path = ag_catalog, public");
            for (Map.Entry<String, String> label : CYPHER.entrySet()) {
                cypher(
                        statement,
                        "MATCH (v:" + label.getKey() + ") RETURN '" + label.getKey() + "|' + "
                                + (label.getKey().equals("Tag") ? "v.name" : "v.id") + " + '|' + " + label.getValue()
                                + " + '|'",
                        lines);
            }
            for (String from : List.of("id", "name")) {
                // An end is keyed by its id, a tag by its name.
                cypher(
                        statement,
                        "MATCH (s)-[e]->(t) WHERE t." + from + " IS NOT NULL RETURN label(e) + '|' + s.id + '|' + t."
                                + from + " + '|' + coalesce(e.reason, e.response_type, '') + '|'",
                        lines);
            }
        }
        return lines;
    }

    private static void cypher(Statement statement, String query, Set<String> lines) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT agtype_to_text(line) FROM cypher('governance', $cypher$ "
                + query + " $cypher$) AS (line agtype)")) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
    }
}
