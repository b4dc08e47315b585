package dev.lagzero.control.lag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The lag of all sources, looked at together.
 *
 * @param warnings what lag says nothing about, and people should know: that others write to the tables, for one
 */
public record LagReport(List<SourceLag> sources, List<String> warnings) {

    public LagReport {
        sources = List.copyOf(sources);
        warnings = List.copyOf(warnings);
    }

    public LagReport(List<SourceLag> sources) {
        this(sources, List.of());
    }

    public boolean consistent() {
        return !sources.isEmpty() && sources.stream().allMatch(lag -> lag.state() instanceof LagState.Consistent);
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode array = json.putArray("sources");
        sources.forEach(source -> array.add(LagJson.write(source)));
        ArrayNode told = json.putArray("warnings");
        warnings.forEach(told::add);
        Verdict verdict = Verdict.of(this);
        ObjectNode cutover = json.putObject("cutover");
        cutover.put("may", verdict.may());
        ArrayNode reasons = cutover.putArray("reasons");
        verdict.reasons().forEach(reasons::add);
        return json;
    }

    /** The inverse of {@link #json}. */
    public static LagReport parse(JsonNode json) {
        List<SourceLag> sources = new ArrayList<>();
        json.path("sources").forEach(source -> sources.add(LagJson.read(source)));
        List<String> warnings = new ArrayList<>();
        json.path("warnings").forEach(warning -> warnings.add(warning.asText()));
        return new LagReport(sources, warnings);
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (SourceLag lag : sources) {
            lines.add(lag.source() + "  " + lag.sentence());
            lag.numbers().forEach(numbers -> lines.add(lag.source() + "  " + numbers));
            if (!lag.notice().isEmpty()) {
                lines.add(lag.source() + "  notice: " + lag.notice());
            }
        }
        warnings.forEach(warning -> lines.add("warning: " + warning));
        return lines;
    }
}
