package dev.lagzero.control.lag;

import dev.lagzero.schemas.position.SourcePosition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a target stands with one source.
 *
 * @param applied the last transaction that is visible
 * @param parked rows that are not as the source has them
 * @param blocked what somebody must do before the target goes on
 * @param broken why the target cannot tell what it is missing
 * @param motion what else the target tells of its going on
 */
public record Standing(
        SourcePosition applied,
        long parked,
        @Nullable String blocked,
        @Nullable String broken,
        Motion motion) {

    public static final Standing NOTHING = new Standing(SourcePosition.NONE, 0, null, null);

    /**
     * What a target tells of its going on.
     *
     * @param committedMillis when the source committed the applied transaction, by the source's clock; -1 when unknown
     * @param loaded parts of a snapshot that are loaded beside the live tables
     * @param stillMillis for how long nothing was applied or loaded, by the target's clock; -1 when unknown
     */
    public record Motion(long committedMillis, long loaded, long stillMillis) {
        public static final Motion UNKNOWN = new Motion(-1, 0, -1);
    }

    public Standing {
        Objects.requireNonNull(applied, "applied");
        Objects.requireNonNull(motion, "motion");
    }

    public Standing(SourcePosition applied, long parked, @Nullable String blocked, @Nullable String broken) {
        this(applied, parked, blocked, broken, Motion.UNKNOWN);
    }

    public Standing blocked(@Nullable String cause) {
        return new Standing(applied, parked, cause, broken, motion);
    }

    public Standing broken(@Nullable String cause) {
        return new Standing(applied, parked, blocked, cause, motion);
    }
}
