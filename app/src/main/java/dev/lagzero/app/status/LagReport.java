package dev.lagzero.app.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The lag of all sources, looked at together. */
public record LagReport(List<SourceLag> sources) {

    public LagReport {
        sources = List.copyOf(sources);
    }

    public boolean consistent() {
        return !sources.isEmpty() && sources.stream().allMatch(lag -> lag.state() instanceof LagState.Consistent);
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode array = json.putArray("sources");
        sources.forEach(source -> array.add(source.json()));
        return json;
    }

    /** The inverse of {@link #json}. */
    public static LagReport parse(JsonNode json) {
        List<SourceLag> sources = new ArrayList<>();
        json.path("sources").forEach(source -> sources.add(SourceLag.parse(source)));
        return new LagReport(sources);
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (SourceLag lag : sources) {
            lines.add(lag.source() + "  " + lag.sentence());
            if (!lag.notice().isEmpty()) {
                lines.add(lag.source() + "  notice: " + lag.notice());
            }
        }
        return lines;
    }
}
