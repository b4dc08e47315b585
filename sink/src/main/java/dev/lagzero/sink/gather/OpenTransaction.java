package dev.lagzero.sink.gather;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.target.Target.SourceTransaction;
import java.util.ArrayList;
import java.util.List;

/** A transaction whose end has not come yet: held in memory, or passed on part by part once it is large. */
final class OpenTransaction {

    private final SourcePosition position;
    private final long firstOffset;
    private List<Step.LargePart> held = new ArrayList<>();
    private long parts;
    private int rows;
    private long weight;
    private boolean large;

    OpenTransaction(SourcePosition position, long firstOffset) {
        this.position = position;
        this.firstOffset = firstOffset;
    }

    void add(RowEvent.Part part, long offset, List<Step> steps) {
        parts += part.count();
        var step = new Step.LargePart(part, offset);
        if (large) {
            steps.add(step);
            return;
        }
        held.add(step);
        weight += Weight.of(part);
        if (part instanceof RowEvent.Rows some) {
            rows += some.rows().size();
        }
    }

    /** From here on nothing is held. */
    void spill(String source, List<Step> steps) {
        large = true;
        steps.add(new Step.LargeOpened(source, position, position.opensEpoch(), firstOffset));
        steps.addAll(held);
        held = List.of();
        weight = 0;
    }

    Step end(RowEvent.Ended ended) {
        if (large) {
            return new Step.LargeEnded(ended);
        }
        List<RowEvent.Part> all = held.stream().map(Step.LargePart::part).toList();
        return new Step.Whole(new SourceTransaction(all, ended), rows, weight);
    }

    long firstOffset() {
        return firstOffset;
    }

    /** How many ordinals came; also the next one. */
    long parts() {
        return parts;
    }

    /** Of what is held. */
    long weight() {
        return weight;
    }

    boolean isLarge() {
        return large;
    }
}
