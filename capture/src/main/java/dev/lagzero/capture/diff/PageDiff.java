package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Pages;
import dev.lagzero.schemas.change.Header;
import java.util.BitSet;
import java.util.Objects;

/**
 * Turns two states of a database's pages into the changes between them: the exact net effect on every row, with before
 * and after images. The same input yields the same changes, byte for byte.
 */
public final class PageDiff {

    private PageDiff() {}

    /**
     * @param before the pages as they stood; none for a first copy
     * @param changed numbers of pages of {@code after} whose content differs from {@code before}; pages beyond the
     *     smaller page count count as changed, whether set or not
     */
    public record DiffInput(Pages before, Pages after, BitSet changed, Header header, CaptureScope scope) {
        public DiffInput {
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
            Objects.requireNonNull(changed, "changed");
            Objects.requireNonNull(header, "header");
            Objects.requireNonNull(scope, "scope");
        }
    }

    /** The changes, in order, with ordinals 0, 1, 2 ...; lazy, so that memory does not grow with the transaction. */
    public static Changes between(DiffInput input) {
        throw new UnsupportedOperationException("not built yet");
    }

    /** What the database holds, for people and for planning; the definitions have no census. */
    public static SourceDescription describe(Pages pages) {
        throw new UnsupportedOperationException("not built yet");
    }
}
