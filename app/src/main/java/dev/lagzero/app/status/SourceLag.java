package dev.lagzero.app.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.time.Instant;
import java.util.Optional;

/** One line of a lag report: a source, its state, and what the state was made from. */
public record SourceLag(String source, LagState state, Optional<Head> head, Standing standing) {

    public static SourceLag of(String source, Optional<Head> head, Standing standing, long nowMillis) {
        return new SourceLag(source, LagRule.of(head, standing, nowMillis), head, standing);
    }

    /** Nothing is known but why. */
    public static SourceLag unknown(String source, String cause) {
        return new SourceLag(source, new LagState.Unknown(cause), Optional.empty(), Standing.NOTHING);
    }

    /** The state for people: {@code CONSISTENT at 1:17, as of 2026-01-31T12:00:00Z}. */
    public String sentence() {
        return switch (state) {
            case LagState.Consistent is -> "CONSISTENT at " + is.at() + ", as of " + time(is.asOfMillis());
            case LagState.Behind is ->
                "BEHIND: applied " + is.applied() + " of " + is.head() + parked() + ", as of " + time(is.asOfMillis());
            case LagState.Parked is ->
                "PARKED: " + rows(is.rows()) + " parked at " + is.at() + ", as of " + time(is.asOfMillis());
            case LagState.Blocked is -> "BLOCKED: " + is.cause();
            case LagState.Unknown is -> "UNKNOWN: " + is.cause();
        };
    }

    /** What people should know of how the source is followed; empty when nothing. */
    public String notice() {
        return head.map(Head::notice).orElse("");
    }

    private String parked() {
        return standing.parked() == 0 ? "" : " (" + rows(standing.parked()) + " parked)";
    }

    private static String rows(long count) {
        return count == 1 ? "1 row" : count + " rows";
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    /** Positions are texts ({@code epoch:sequence}), times are milliseconds since 1970. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("source", source);
        json.put("state", state.word());
        json.put("head", head.map(known -> known.head().toString()).orElse(null));
        json.put("published", head.map(known -> known.published().toString()).orElse(null));
        json.put("current", head.map(Head::current).orElse(false));
        json.put("applied", standing.applied().toString());
        json.put("parked", standing.parked());
        json.put("as_of_ms", head.map(Head::observedMillis).orElse(null));
        json.put("notice", notice());
        json.put("cause", cause());
        return json;
    }

    /** The inverse of {@link #json}, for those who ask another process. */
    static SourceLag parse(JsonNode json) {
        SourcePosition applied = SourcePosition.parse(json.path("applied").asText());
        long parked = json.path("parked").asLong();
        long asOf = json.path("as_of_ms").asLong();
        String cause = json.path("cause").asText();
        LagState state =
                switch (json.path("state").asText()) {
                    case "CONSISTENT" -> new LagState.Consistent(applied, asOf);
                    case "BEHIND" ->
                        new LagState.Behind(
                                applied, SourcePosition.parse(json.path("head").asText()), asOf);
                    case "PARKED" -> new LagState.Parked(applied, parked, asOf);
                    case "BLOCKED" -> new LagState.Blocked(cause);
                    default -> new LagState.Unknown(cause);
                };
        return new SourceLag(
                json.path("source").asText(), state, head(json), new Standing(applied, parked, null, null));
    }

    private static Optional<Head> head(JsonNode json) {
        if (!json.path("head").isTextual()) {
            return Optional.empty();
        }
        return Optional.of(new Head(
                json.path("source").asText(),
                SourcePosition.parse(json.path("head").asText()),
                SourcePosition.parse(json.path("published").asText()),
                json.path("current").asBoolean(),
                json.path("notice").asText(),
                "",
                "",
                json.path("as_of_ms").asLong()));
    }

    private String cause() {
        return switch (state) {
            case LagState.Blocked is -> is.cause();
            case LagState.Unknown is -> is.cause();
            case LagState.Consistent ignored -> null;
            case LagState.Behind ignored -> null;
            case LagState.Parked ignored -> null;
        };
    }
}
