package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.target.Target.Applied;
import dev.lagzero.sink.target.TargetException;
import java.util.HashMap;
import java.util.Map;

/** Holds that every transaction follows its predecessor, and that nobody revived an epoch that was claimed over. */
final class Succession {

    private final Map<String, Applied> applied;

    Succession(Map<String, Applied> applied) {
        this.applied = new HashMap<>(applied);
    }

    void claim(String source, long epoch) {
        Applied before = of(source);
        applied.put(source, new Applied(before.position(), Math.max(before.claimedEpoch(), epoch)));
    }

    void follow(RowEvent.Ended ended, long parts) throws TargetException.Refused {
        verify(ended.source(), ended.position());
        if (parts != ended.parts()) {
            throw new TargetException.Refused("transaction " + ended.position() + " of " + ended.source() + " has "
                    + parts + " parts, its end counts " + ended.parts() + ": the log has a hole; reset the source");
        }
        long claimed =
                Math.max(of(ended.source()).claimedEpoch(), ended.position().epoch());
        applied.put(ended.source(), new Applied(ended.position(), claimed));
    }

    void verify(String source, SourcePosition position) throws TargetException.Refused {
        Applied before = of(source);
        if (position.epoch() < before.claimedEpoch()) {
            throw new TargetException.Refused("transaction " + position + " of " + source
                    + " belongs to an epoch before " + before.claimedEpoch() + ", which was claimed since");
        }
        boolean opens =
                position.opensEpoch() && position.epoch() > before.position().epoch();
        if (!opens && !position.equals(before.position().next())) {
            throw new TargetException.Refused("transaction " + position + " of " + source + " does not follow "
                    + before.position() + ": the log has a hole; reset the source");
        }
    }

    private Applied of(String source) {
        return applied.getOrDefault(source, Applied.NOTHING);
    }

    Map<String, Applied> applied() {
        return applied;
    }
}
