package dev.lagzero.control.lag;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The lag and the throughput of the last minutes, once a second. What was unknown stays unknown. Safe for use by several
 * threads.
 */
public final class History {

    private static final int MOST = 300;
    private static final long INTERVAL_MILLIS = 1_000;

    /**
     * A second of it.
     *
     * @param seconds the largest lag of all sources
     * @param rate transactions a second that became visible, of all sources
     */
    public record Point(long atMillis, OptionalDouble seconds, OptionalDouble rate) {}

    private final Deque<Point> points = new ArrayDeque<>();
    private Map<String, SourcePosition> before = Map.of();
    private long beforeMillis;

    /** Looks more often than once a second are left out. */
    public synchronized void add(LagReport report, long nowMillis) {
        long elapsed = nowMillis - beforeMillis;
        if (elapsed < INTERVAL_MILLIS) {
            return;
        }
        Map<String, SourcePosition> applied = new HashMap<>();
        report.sources().stream()
                .filter(lag -> !(lag.state() instanceof LagState.Unknown))
                .forEach(lag -> applied.put(lag.source(), lag.standing().applied()));
        points.addLast(new Point(
                nowMillis, seconds(report), rate(applied, report.sources().size(), elapsed)));
        if (points.size() > MOST) {
            points.removeFirst();
        }
        before = applied;
        beforeMillis = nowMillis;
    }

    private static OptionalDouble seconds(LagReport report) {
        return report.sources().stream().allMatch(lag -> lag.progress().isPresent())
                ? report.sources().stream()
                        .mapToDouble(
                                lag -> lag.progress().get().distance().total().seconds())
                        .max()
                : OptionalDouble.empty();
    }

    private OptionalDouble rate(Map<String, SourcePosition> applied, int sources, long elapsed) {
        if (applied.size() < sources || !before.keySet().containsAll(applied.keySet())) {
            return OptionalDouble.empty();
        }
        long sum = 0;
        for (Map.Entry<String, SourcePosition> now : applied.entrySet()) {
            SourcePosition last = before.get(now.getKey());
            boolean same = last.epoch() == now.getValue().epoch();
            sum += Math.max(0, now.getValue().sequence() - (same ? last.sequence() : 0));
        }
        return OptionalDouble.of(sum * 1_000.0 / elapsed);
    }

    /** {@code {"points": [{"at_ms": ..., "seconds": ..., "rate": ...}]}}; null is unknown. */
    public synchronized ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode array = json.putArray("points");
        for (Point point : points) {
            ObjectNode node = array.addObject();
            node.put("at_ms", point.atMillis());
            node.put(
                    "seconds",
                    point.seconds().isPresent() ? (Double) point.seconds().getAsDouble() : null);
            node.put("rate", point.rate().isPresent() ? (Double) point.rate().getAsDouble() : null);
        }
        return json;
    }
}
