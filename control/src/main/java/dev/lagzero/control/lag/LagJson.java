package dev.lagzero.control.lag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A source's lag as JSON. Positions are texts ({@code epoch:sequence}), times are milliseconds since 1970; what is unknown
 * is null and never zero.
 */
final class LagJson {

    private LagJson() {}

    static ObjectNode write(SourceLag lag) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("source", lag.source());
        json.put("state", lag.state().word());
        json.put("head", lag.head().map(known -> known.head().toString()).orElse(null));
        json.put(
                "published",
                lag.head().map(known -> published(known, lag).toString()).orElse(null));
        json.put("current", lag.head().map(Head::current).orElse(false));
        json.put("applied", lag.standing().applied().toString());
        json.put("parked", lag.standing().parked());
        json.put("as_of_ms", lag.head().map(Head::observedMillis).orElse(null));
        json.put("notice", lag.notice());
        json.put("cause", lag.cause().isEmpty() ? null : lag.cause());
        json.put("still_ms", lag.state() instanceof LagState.Stalled stalled ? stalled.stillMillis() : null);
        ObjectNode progress = lag.progress().map(LagJson::progress).orElse(null);
        json.set("lag", progress);
        return json;
    }

    /** What is applied was published, also when the look at the head came first. */
    private static SourcePosition published(Head head, SourceLag lag) {
        SourcePosition applied = lag.standing().applied();
        return applied.isAfter(head.published()) && !applied.isAfter(head.head()) ? applied : head.published();
    }

    private static ObjectNode progress(Progress progress) {
        Distance distance = progress.distance();
        ObjectNode json = part(distance.total());
        json.put("mapped", progress.mapped().toString());
        json.put("per_second", Double.isNaN(progress.perSecond()) ? null : progress.perSecond());
        json.put("clear_ms", progress.toClear().map(span -> span.toMillis()).orElse(null));
        ObjectNode stages = json.putObject("stages");
        stages.set("capture", part(distance.capture()));
        stages.set("stream", part(distance.stream()));
        stages.set("sink", part(distance.sink()));
        return json;
    }

    private static ObjectNode part(Distance.Part part) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("transactions", part.transactions());
        json.put("rows", part.rows().isPresent() ? part.rows().getAsLong() : null);
        json.put("seconds", part.seconds());
        return json;
    }

    /** The inverse of {@link #write}, for those who ask another process. */
    static SourceLag read(JsonNode json) {
        SourcePosition applied = SourcePosition.parse(json.path("applied").asText());
        Standing standing = new Standing(applied, json.path("parked").asLong(), null, null);
        return new SourceLag(
                json.path("source").asText(),
                state(json, standing),
                head(json),
                standing,
                json.path("lag").isObject() ? Optional.of(progress(json.path("lag"))) : Optional.empty());
    }

    private static LagState state(JsonNode json, Standing standing) {
        long asOf = json.path("as_of_ms").asLong();
        String cause = json.path("cause").asText();
        return switch (json.path("state").asText()) {
            case "CONSISTENT" -> new LagState.Consistent(standing.applied(), asOf);
            case "BEHIND" -> new LagState.Behind(standing.applied(), position(json, "head"), asOf);
            case "STALLED" ->
                new LagState.Stalled(
                        standing.applied(),
                        position(json, "head"),
                        json.path("still_ms").asLong(),
                        asOf);
            case "PARKED" -> new LagState.Parked(standing.applied(), standing.parked(), asOf);
            case "BLOCKED" -> new LagState.Blocked(cause);
            default -> new LagState.Unknown(cause);
        };
    }

    private static Progress progress(JsonNode json) {
        JsonNode stages = json.path("stages");
        Distance distance =
                new Distance(part(stages.path("capture")), part(stages.path("stream")), part(stages.path("sink")));
        return new Progress(
                distance,
                position(json, "mapped"),
                json.path("per_second").isNumber() ? json.path("per_second").asDouble() : Double.NaN);
    }

    private static Distance.Part part(JsonNode json) {
        OptionalLong rows =
                json.path("rows").isNumber() ? OptionalLong.of(json.path("rows").asLong()) : OptionalLong.empty();
        return new Distance.Part(
                json.path("transactions").asLong(),
                rows,
                Math.round(json.path("seconds").asDouble() * 1_000));
    }

    private static Optional<Head> head(JsonNode json) {
        if (!json.path("head").isTextual()) {
            return Optional.empty();
        }
        return Optional.of(new Head(
                json.path("source").asText(),
                position(json, "head"),
                position(json, "published"),
                json.path("current").asBoolean(),
                json.path("notice").asText(),
                "",
                "",
                json.path("as_of_ms").asLong()));
    }

    private static SourcePosition position(JsonNode json, String field) {
        return SourcePosition.parse(json.path(field).asText());
    }
}
