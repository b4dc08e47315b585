package dev.lagzero.capture.shadow;

import dev.lagzero.capture.page.Pages;
import dev.lagzero.capture.spool.PageSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The database at one position: the shadow, overlaid with page sets. What it reads never changes, also while its sets
 * are being folded into the shadow underneath: folding writes only pages that the sets hold. Used by one thread.
 */
public final class View implements Pages, AutoCloseable {

    private static final long CACHE_BYTES = 8 << 20;

    private final Pages bottom;
    private final List<PageSet> layers;
    private final int pageSize;
    private final int pageCount;
    private final Map<Integer, byte[]> cache;

    /** @param layers page sets, newest first; the view holds them until it is closed */
    View(Pages bottom, List<PageSet> layers) {
        this.bottom = bottom;
        this.layers = List.copyOf(layers);
        this.pageSize = layers.isEmpty()
                ? bottom.pageSize()
                : layers.getFirst().header().pageSize();
        this.pageCount = layers.isEmpty()
                ? bottom.pageCount()
                : layers.getFirst().header().pageCount();
        long pages = pageSize == 0 ? 0 : CACHE_BYTES / pageSize;
        this.cache = new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, byte[]> eldest) {
                return size() > pages;
            }
        };
        this.layers.forEach(PageSet::retain);
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
        byte[] page = cache.get(pageNumber);
        if (page == null) {
            page = fetch(pageNumber);
            cache.put(pageNumber, page);
        }
        return page;
    }

    private byte[] fetch(int pageNumber) {
        for (PageSet layer : layers) {
            int index = layer.find(pageNumber);
            if (index >= 0) {
                return layer.page(index);
            }
        }
        return bottom.read(pageNumber);
    }

    @Override
    public void close() {
        cache.clear();
        layers.forEach(PageSet::release);
    }
}
