package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The graph as a target shows it, in the words of {@link GovernanceGraph}: every vertex and edge that is there. */
interface GovernanceShown {

    List<String> VERTICES = List.of("Agent", "Discovery", "Tag", "DialecticSession", "DialecticMessage");
    List<String> EDGES = List.of(
            "SPAWNED",
            "HAS_TAG",
            "RELATED_TO",
            "RESPONSE_TO",
            "PAUSED_AGENT",
            "REVIEWER",
            "ABOUT_DISCOVERY",
            "HAS_MESSAGE",
            "WROTE");

    List<String> in(Connection target) throws SQLException;

    /** In plain tables. */
    static List<String> tables(Connection target) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = target.createStatement()) {
            for (Map<String, Object> vertex :
                    GovernanceContent.rows(statement, "SELECT label, properties::text AS p FROM graph.vertices")) {
                lines.add(GovernanceLine.of(vertex.get("label"), GovernanceLine.kept(vertex.get("p"))));
            }
            for (Map<String, Object> edge : GovernanceContent.rows(
                    statement,
                    "SELECT e.label AS l, s.key AS s, t.key AS t, e.properties::text AS p FROM graph.edges e"
                            + " LEFT JOIN graph.vertices s ON s.id = start_id"
                            + " LEFT JOIN graph.vertices t ON t.id = end_id")) {
                lines.add(GovernanceLine.of(
                        edge.get("l"), edge.get("s"), edge.get("t"), GovernanceLine.kept(edge.get("p"))));
            }
        }
        return lines.stream().sorted().toList();
    }

    /** By Cypher, label by label. What no pattern finds would be seen in the count of what there is. */
    static List<String> age(Connection target) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Statement statement = target.createStatement()) {
            statement.execute("LOAD 'age'");
            statement.execute("SET search_path = ag_catalog, public");
            for (String label : VERTICES) {
                for (Map<String, Object> vertex :
                        cypher(statement, "MATCH (v:" + label + ") RETURN properties(v), 0, 0")) {
                    lines.add(GovernanceLine.of(label, GovernanceLine.kept(vertex.get("p"))));
                }
            }
            assertEquals(count(statement, "_ag_label_vertex"), lines.size(), "vertices that no label has");
            for (String type : EDGES) {
                for (Map<String, Object> edge : cypher(
                        statement,
                        "MATCH (s)-[e:" + type + "]->(t) RETURN properties(e), s.id, coalesce(t.id, t.name)")) {
                    lines.add(
                            GovernanceLine.of(type, edge.get("s"), edge.get("t"), GovernanceLine.kept(edge.get("p"))));
                }
            }
            long all = count(statement, "_ag_label_vertex") + count(statement, "_ag_label_edge");
            assertEquals(all, lines.size(), "edges that lead nowhere");
        }
        return lines.stream().sorted().toList();
    }

    private static List<Map<String, Object>> cypher(Statement statement, String query) throws SQLException {
        return GovernanceContent.rows(
                statement,
                "SELECT p, agtype_to_text(s) AS s, agtype_to_text(t) AS t FROM cypher('governance', $cypher$ " + query
                        + " $cypher$) AS (p agtype, s agtype, t agtype)");
    }

    private static long count(Statement statement, String table) throws SQLException {
        return (Long) GovernanceContent.rows(statement, "SELECT count(*) AS n FROM governance." + table)
                .getFirst()
                .get("n");
    }
}
