package dev.lagzero.app.e2e;

import static dev.lagzero.app.e2e.GovernanceContent.first;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The graph that governance files stand for, computed from the files alone: one line for each vertex and each edge. */
final class GovernanceGraph {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> DISCOVERY = List.of(
            "agent_id",
            "type",
            "severity",
            "status",
            "created_at",
            "updated_at",
            "resolved_at",
            "summary",
            "details",
            "confidence");
    private static final List<String> SESSION = List.of(
            "status",
            "phase",
            "created_at",
            "updated_at",
            "reason",
            "discovery_id",
            "dispute_type",
            "session_type",
            "topic",
            "max_synthesis_rounds",
            "synthesis_round");
    private static final List<String> MESSAGE = List.of(
            "session_id",
            "agent_id",
            "message_type",
            "timestamp",
            "root_cause",
            "reasoning",
            "signature",
            "agrees",
            "proposed_conditions_json");

    private record End(String label, Object key) {
        String vertex() {
            return label + " " + key;
        }
    }

    private final GovernanceContent content;
    private final Map<String, String> vertices = new HashMap<>();
    private final List<String> edges = new ArrayList<>();

    private GovernanceGraph(GovernanceContent content) {
        this.content = content;
    }

    /** Sorted; each vertex and each edge once. */
    static List<String> of(GovernanceContent content) {
        GovernanceGraph graph = new GovernanceGraph(content);
        graph.addVertices();
        graph.addEdgesOfAgents();
        graph.addEdgesOfDiscoveries();
        graph.addEdgesOfDialectic();
        List<String> lines = new ArrayList<>(graph.vertices.values());
        lines.addAll(graph.edges);
        return lines.stream().sorted().toList();
    }

    private void addVertices() {
        for (Map<String, Object> agent : content.of("agent_metadata")) {
            Map<String, Object> properties = some(
                    agent,
                    List.of(
                            "status",
                            "created_at",
                            "version",
                            "total_updates",
                            "paused_at",
                            "archived_at",
                            "health_status",
                            "notes"));
            properties.put("last_update", first(agent, "last_update", "updated_at"));
            properties.put(
                    "tag_count",
                    agent.get("tags_json") == null ? null : tags(agent).size());
            vertex("Agent", agent.get("agent_id"), properties);
        }
        for (Map<String, Object> discovery : content.of("discoveries")) {
            Map<String, Object> properties = some(discovery, DISCOVERY);
            properties.put("related_files_json", discovery.get("related_files"));
            vertex("Discovery", discovery.get("id"), properties);
        }
        for (Map<String, Object> session : content.of("dialectic_sessions")) {
            vertex("DialecticSession", session.get("session_id"), some(session, SESSION));
        }
        for (Map<String, Object> message : content.of("dialectic_messages")) {
            Map<String, Object> properties = some(message, MESSAGE);
            properties.put("seq", message.get("id"));
            vertex("DialecticMessage", id(message), properties);
        }
        content.of("agent_metadata").forEach(agent -> tags(agent).forEach(this::tag));
        content.of("discovery_tags").forEach(row -> tag(row.get("tag")));
        for (Map<String, Object> agent : content.of("agent_metadata")) {
            mention(agent.get("parent_agent_id"));
        }
        for (Map<String, Object> session : content.of("dialectic_sessions")) {
            mention(session.get("paused_agent_id"));
            mention(session.get("reviewer_agent_id"));
        }
        content.of("dialectic_messages").forEach(message -> mention(message.get("agent_id")));
    }

    private void addEdgesOfAgents() {
        for (Map<String, Object> agent : content.of("agent_metadata")) {
            Object id = agent.get("agent_id");
            edge(
                    "SPAWNED",
                    new End("Agent", agent.get("parent_agent_id")),
                    new End("Agent", id),
                    Map.of("reason", text(agent, "spawn_reason")));
            new HashSet<>(tags(agent))
                    .forEach(tag -> edge("HAS_TAG", new End("Agent", id), new End("Tag", tag), Map.of()));
        }
    }

    private void addEdgesOfDiscoveries() {
        for (Map<String, Object> row : content.of("discovery_tags")) {
            edge("HAS_TAG", new End("Discovery", row.get("discovery_id")), new End("Tag", row.get("tag")), Map.of());
        }
        for (Map<String, Object> row : content.of("discovery_edges")) {
            String type = row.get("edge_type").toString().trim().toUpperCase(java.util.Locale.ROOT);
            Map<String, Object> properties = some(row, List.of("weight", "created_by"));
            if (type.equals("RESPONSE_TO")) {
                String response = text(row, "response_type");
                properties.put("response_type", response.isEmpty() ? "extend" : response);
            }
            edge(type, new End("Discovery", row.get("src_id")), new End("Discovery", row.get("dst_id")), properties);
        }
    }

    private void addEdgesOfDialectic() {
        for (Map<String, Object> session : content.of("dialectic_sessions")) {
            Object id = session.get("session_id");
            edge(
                    "PAUSED_AGENT",
                    new End("DialecticSession", id),
                    new End("Agent", session.get("paused_agent_id")),
                    Map.of());
            edge(
                    "REVIEWER",
                    new End("DialecticSession", id),
                    new End("Agent", session.get("reviewer_agent_id")),
                    Map.of());
            edge(
                    "ABOUT_DISCOVERY",
                    new End("DialecticSession", id),
                    new End("Discovery", session.get("discovery_id")),
                    Map.of());
        }
        for (Map<String, Object> message : content.of("dialectic_messages")) {
            edge(
                    "HAS_MESSAGE",
                    new End("DialecticSession", message.get("session_id")),
                    new End("DialecticMessage", id(message)),
                    Map.of());
            edge(
                    "WROTE",
                    new End("Agent", message.get("agent_id")),
                    new End("DialecticMessage", id(message)),
                    Map.of());
        }
    }

    private static String id(Map<String, Object> message) {
        return message.get("session_id") + ":" + message.get("id");
    }

    private static String text(Map<String, Object> row, String column) {
        return row.get(column) == null ? "" : row.get(column).toString();
    }

    private static Map<String, Object> some(Map<String, Object> row, List<String> columns) {
        Map<String, Object> some = new LinkedHashMap<>();
        columns.forEach(column -> some.put(column, row.get(column)));
        return some;
    }

    private static List<String> tags(Map<String, Object> agent) {
        if (agent.get("tags_json") == null) {
            return List.of();
        }
        try {
            JsonNode node = JSON.readTree(agent.get("tags_json").toString());
            List<String> tags = new ArrayList<>();
            if (node.isArray()) {
                node.forEach(item -> tags.add(item.asText()));
            } else {
                tags.add(node.asText());
            }
            return tags;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tag(Object name) {
        vertices.put("Tag " + name, vertexLine("Tag", Map.of("name", name)));
    }

    private void vertex(String label, Object id, Map<String, Object> properties) {
        properties.put("id", id);
        vertices.put(label + " " + id, vertexLine(label, properties));
    }

    /** An agent that nobody knows is shown as such. */
    private void mention(Object agent) {
        if (agent != null && !agent.equals("")) {
            vertices.putIfAbsent("Agent " + agent, vertexLine("Agent", Map.of("id", agent, "unknown", 1)));
        }
    }

    private static String vertexLine(String label, Map<String, Object> properties) {
        return GovernanceLine.of(label, GovernanceLine.properties(properties));
    }

    /** Nothing when an end is missing: then the edge waits, or was never meant. */
    private void edge(String type, End start, End end, Map<String, Object> properties) {
        if (vertices.containsKey(start.vertex()) && vertices.containsKey(end.vertex())) {
            edges.add(GovernanceLine.of(type, start.key(), end.key(), GovernanceLine.properties(properties)));
        }
    }
}
