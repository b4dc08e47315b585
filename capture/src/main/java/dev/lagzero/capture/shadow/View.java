package dev.lagzero.capture.shadow;

import dev.lagzero.capture.page.Pages;
import dev.lagzero.schemas.position.SourcePosition;

/**
 * The database at one position: the shadow, overlaid with page sets. What it reads never changes as long as the position
 * is not below what is folded, also while its own sets are being folded into the shadow underneath.
 */
public final class View implements Pages {

    private final PageHistory history;
    private final SourcePosition position;
    private final int pageSize;
    private final int pageCount;

    View(PageHistory history, SourcePosition position, int pageSize, int pageCount) {
        this.history = history;
        this.position = position;
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
        return history.read(pageNumber, position);
    }
}
