package dev.lagzero.capture.diff;

import dev.lagzero.schemas.change.ChangeEvent;
import org.jspecify.annotations.Nullable;

/** A run of changes, made one by one. */
interface Stage extends AutoCloseable {

    /** The next change under this ordinal, null at the end. */
    ChangeEvent.@Nullable Part next(long ordinal);

    @Override
    default void close() {}
}
