package dev.lagzero.capture.shadow;

import dev.lagzero.capture.page.Pages;
import dev.lagzero.capture.spool.PageSet;
import org.jspecify.annotations.Nullable;

/**
 * The database at one position: the shadow, overlaid with page sets. What it reads never changes as long as the position
 * is not below what is folded, also while its own sets are being folded into the shadow underneath.
 */
public final class View implements Pages {

    private final PageHistory history;
    private final long sequence;
    private final @Nullable PageSet newest;
    private final int pageSize;
    private final int pageCount;

    /** @param newest the set of the position, null where there is none above the shadow */
    View(PageHistory history, long sequence, @Nullable PageSet newest, int pageSize, int pageCount) {
        this.history = history;
        this.sequence = sequence;
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
        return history.read(pageNumber, sequence, newest);
    }
}
