package dev.lagzero.capture.shadow;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A chain for each of some pages, by number, found without a search: in shelves of neighbouring pages, of which those
 * that hold nothing are not there. Several threads may look up while none changes it.
 */
final class ChainIndex {

    /** Pages of a shelf, a power of two. */
    private static final int WIDTH = 256;

    private static final int SHIFT = Integer.numberOfTrailingZeros(WIDTH);

    private static final class Shelf {
        private final @Nullable Chain[] chains = new Chain[WIDTH];
        private int used;
    }

    private @Nullable Shelf[] shelves = {};

    @Nullable
    Chain find(int page) {
        int at = page >>> SHIFT;
        Shelf shelf = at < shelves.length ? shelves[at] : null;
        return shelf == null ? null : shelf.chains[page & WIDTH - 1];
    }

    /** The chain of a page, a new one when it has none. */
    Chain at(int page) {
        Shelf shelf = shelf(page >>> SHIFT);
        Chain chain = shelf.chains[page & WIDTH - 1];
        if (chain == null) {
            chain = new Chain();
            shelf.chains[page & WIDTH - 1] = chain;
            shelf.used++;
        }
        return chain;
    }

    private Shelf shelf(int at) {
        if (at >= shelves.length) {
            shelves = Arrays.copyOf(shelves, Math.max(at + 1, shelves.length + shelves.length / 2));
        }
        Shelf shelf = shelves[at];
        if (shelf == null) {
            shelf = new Shelf();
            shelves[at] = shelf;
        }
        return shelf;
    }

    /** Removes the chain of a page, which has one. */
    void remove(int page) {
        Shelf shelf = shelf(page >>> SHIFT);
        shelf.chains[page & WIDTH - 1] = null;
        shelf.used--;
        if (shelf.used == 0) {
            shelves[page >>> SHIFT] = null;
        }
    }

    void clear() {
        shelves = new Shelf[0];
    }
}
