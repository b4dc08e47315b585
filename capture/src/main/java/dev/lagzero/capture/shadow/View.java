package dev.lagzero.capture.shadow;

import dev.lagzero.capture.page.Pages;
import dev.lagzero.capture.spool.PageSet;
import dev.lagzero.schemas.position.SourcePosition;
import org.jspecify.annotations.Nullable;

/**
 * The database at one position: the shadow, overlaid with page sets. What it reads never changes as long as the position
 * is not below what is folded, also while its own sets are being folded into the shadow underneath.
 */
public final class View implements Pages {

    private final PageHistory history;
    private final SourcePosition position;
    private final @Nullable PageSet newest;
    private final int pageSize;
    private final int pageCount;

    /** @param newest the set of the position, null where there is none above the shadow */
    View(PageHistory history, SourcePosition position, @Nullable PageSet newest, int pageSize, int pageCount) {
        this.history = history;
        this.position = position;
        this.newest = newest;
        this.pageSize = pageSize;
        this.pageCount = pageCount;
    }

    @Override
    public int pageSize() {
        return pageSize;
    }

    @Override
    public int pageCount() {
        return pageCount;
    }

    @Override
    public byte[] read(int pageNumber) {
        return history.read(pageNumber, position, newest);
    }
}
