package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Cell;
import org.jspecify.annotations.Nullable;

/** Rows as they were and as they are, side by side; both are views that are valid until the next move. */
interface PairStream {

    boolean next();

    /** The row as it was; null when there was none. */
    @Nullable
    Cell before();

    /** The row as it is; null when there is none. At least one of the two is there. */
    @Nullable
    Cell after();
}
