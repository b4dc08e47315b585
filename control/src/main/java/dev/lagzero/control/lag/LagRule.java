package dev.lagzero.control.lag;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.Optional;

/** From what was observed to a state. Pure: time is an argument. */
public final class LagRule {

    private LagRule() {}

    /**
     * @param head what capture said last of the source, if anything
     * @param standing how the target stands
     * @param nowMillis milliseconds since 1970, by the clock that heads are stamped with
     */
    public static LagState of(Optional<Head> head, Standing standing, long nowMillis) {
        if (standing.broken() != null) {
            return new LagState.Unknown(standing.broken());
        }
        if (head.isEmpty()) {
            return new LagState.Unknown("capture has not said anything of this source");
        }
        return of(head.get(), standing, nowMillis);
    }

    private static LagState of(Head head, Standing standing, long nowMillis) {
        long age = nowMillis - head.observedMillis();
        SourcePosition applied = standing.applied();
        if (age > Head.LEASE_MILLIS) {
            return new LagState.Unknown("capture has not looked at the source for " + age / 1_000 + " s");
        }
        if (!head.cause().isEmpty()) {
            return new LagState.Unknown(head.cause());
        }
        if (applied.isAfter(head.head())) {
            return new LagState.Unknown(
                    "the target has applied " + applied + ", which capture, at " + head.head() + ", does not know");
        }
        boolean nothingYet = head.head().sequence() == 0;
        if (nothingYet || !head.current() || !applied.equals(head.head())) {
            if (standing.blocked() != null) {
                return new LagState.Blocked(standing.blocked());
            }
            return new LagState.Behind(applied, head.head(), head.observedMillis());
        }
        return standing.parked() > 0
                ? new LagState.Parked(applied, standing.parked(), head.observedMillis())
                : new LagState.Consistent(applied, head.observedMillis());
    }
}
