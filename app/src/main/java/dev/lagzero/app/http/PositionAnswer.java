package dev.lagzero.app.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.control.lag.LagState;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.schemas.head.Head;
import java.time.Instant;

/**
 * An answer to where a source stands. {@code GET /v1/sources/shop/position?fresh} says for instance
 * {@code {"source":"shop","position":"1:17","current":true,"asOf":"2026-01-31T12:00:00Z","published":"1:17",
 * "applied":"1:16","state":"BEHIND"}}. Who has committed and asks then waits until the target shows {@code position}, and
 * reads there what it wrote.
 * {@code applied} is null when it is not known here, as in a process that only captures.
 * The status is 404 when there is no such source, and 503 when nothing can be vouched for.
 */
final class PositionAnswer {

    private PositionAnswer() {}

    static Answer of(PositionQuestions questions, String source, boolean fresh) {
        if (!questions.sources().contains(source)) {
            return Answer.error(
                    404, "there is no source " + source + "; there are: " + String.join(", ", questions.sources()));
        }
        SourceLag lag = questions.position(source, fresh);
        if (lag.head().isEmpty()) {
            return Answer.error(503, lag.state() instanceof LagState.Unknown unknown ? unknown.cause() : "no head yet");
        }
        Head head = lag.head().get();
        if (fresh && !head.cause().isEmpty()) {
            return Answer.error(503, head.cause());
        }
        if (fresh && !head.current()) {
            return Answer.error(
                    503, "too much waits to be published: commits made by now have no position yet; ask again");
        }
        return Answer.of(body(lag, head));
    }

    private static ObjectNode body(SourceLag lag, Head head) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("source", lag.source());
        body.put("position", head.head().toString());
        body.put("current", head.current());
        body.put("asOf", Instant.ofEpochMilli(head.observedMillis()).toString());
        body.put("published", head.published().toString());
        boolean known = !(lag.state() instanceof LagState.Unknown);
        body.put("applied", known ? lag.standing().applied().toString() : null);
        body.put("notice", head.notice());
        body.put("state", lag.state().word());
        return body;
    }
}
