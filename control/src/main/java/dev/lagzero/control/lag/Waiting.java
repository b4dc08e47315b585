package dev.lagzero.control.lag;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Waiting for a target to show something: one position of every source, or what each source had committed when the waiting
 * began. The latter ends also while sources go on, and not while rows of it are parked.
 */
public final class Waiting {

    private final @Nullable SourcePosition position;
    private final Map<String, SourcePosition> goals = new HashMap<>();

    /** @param position what to wait for; null for what is committed by now */
    public Waiting(@Nullable SourcePosition position) {
        this.position = position;
    }

    /** @param report of a look that began after the one before */
    public boolean reached(LagReport report) {
        report.sources().forEach(this::settle);
        return !report.sources().isEmpty() && report.sources().stream().allMatch(this::reached);
    }

    /** The first head that somebody vouches for, and that leaves nothing uncounted, covers all commits before the look. */
    private void settle(SourceLag lag) {
        if (position != null) {
            goals.put(lag.source(), position);
        } else if (!goals.containsKey(lag.source())
                && !(lag.state() instanceof LagState.Unknown)
                && lag.head().filter(Head::current).isPresent()
                && lag.head().get().head().sequence() > 0) {
            goals.put(lag.source(), lag.head().get().head());
        }
    }

    private boolean reached(SourceLag lag) {
        SourcePosition goal = goals.get(lag.source());
        return goal != null
                && !goal.isAfter(lag.standing().applied())
                && (position != null || lag.standing().parked() == 0);
    }
}
