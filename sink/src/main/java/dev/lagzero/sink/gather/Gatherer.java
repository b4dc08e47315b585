package dev.lagzero.sink.gather;

import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.target.Target.Applied;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the records of one partition into whole transactions, each exactly once and in its source's order, starting from
 * what has been applied. Not for use by several threads.
 */
public final class Gatherer {

    private final Map<String, SourceGatherer> sources = new HashMap<>();
    private final long largeWeight;
    private long held;
    private long reached;

    /**
     * @param applied what the target holds, by source
     * @param start of the first record that will be taken
     * @param largeWeight bytes of heap; when incomplete transactions together hold more, the heaviest becomes a large one
     */
    public Gatherer(Map<String, Applied> applied, Start start, long largeWeight) {
        applied.forEach(
                (source, progress) -> sources.put(source, new SourceGatherer(source, progress, start.knownLog())));
        this.reached = start.offset();
        this.largeWeight = largeWeight;
    }

    /**
     * Where reading begins.
     *
     * @param knownLog this is the log that {@code applied} was read from; false when the topic is new to the target
     */
    public record Start(long offset, boolean knownLog) {}

    /** Records come in the order of their offsets. */
    public List<Step> take(long offset, RowEvent event) {
        List<Step> steps = new ArrayList<>(2);
        SourceGatherer source =
                sources.computeIfAbsent(event.source(), name -> new SourceGatherer(name, Applied.NOTHING, true));
        long before = source.weight();
        source.take(offset, event, steps);
        held += source.weight() - before;
        reached = offset + 1;
        while (held > largeWeight) {
            spillHeaviest(steps);
        }
        return steps;
    }

    private void spillHeaviest(List<Step> steps) {
        SourceGatherer heaviest = sources.values().stream()
                .max(Comparator.comparingLong(SourceGatherer::weight))
                .orElseThrow();
        held -= heaviest.weight();
        heaviest.spill(steps);
    }

    /** There are no records below {@code nextOffset} left to take: what lies between has none for us. */
    public void reached(long nextOffset) {
        reached = Math.max(reached, nextOffset);
    }

    /** Where to read on after a restart, once everything that was handed out is applied. */
    public long nextOffset() {
        long next = reached;
        for (SourceGatherer source : sources.values()) {
            next = Math.min(next, source.firstOffset().orElse(next));
        }
        return next;
    }

    public List<Hole> holes() {
        return sources.values().stream()
                .map(SourceGatherer::hole)
                .flatMap(Optional::stream)
                .toList();
    }
}
