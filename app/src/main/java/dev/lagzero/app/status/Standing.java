package dev.lagzero.app.status;

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
 */
public record Standing(
        SourcePosition applied,
        long parked,
        @Nullable String blocked,
        @Nullable String broken) {

    public static final Standing NOTHING = new Standing(SourcePosition.NONE, 0, null, null);

    public Standing {
        Objects.requireNonNull(applied, "applied");
    }

    public Standing blocked(@Nullable String cause) {
        return new Standing(applied, parked, cause, broken);
    }

    public Standing broken(@Nullable String cause) {
        return new Standing(applied, parked, blocked, cause);
    }
}
