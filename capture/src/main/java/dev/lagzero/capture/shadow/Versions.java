package dev.lagzero.capture.shadow;

import dev.lagzero.capture.spool.PageSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which set holds a page as of a sequence of its epoch, found at once however many sets there are. Small sets are indexed by page; a
 * large one, of which there are few, is asked itself. Not thread-safe.
 */
final class Versions {

    private static final int LARGE = 4096;

    private final ChainIndex chains = new ChainIndex();
    private final List<PageSet> large = new ArrayList<>();

    /** Adds a set that is newer than all others. */
    void add(PageSet set) {
        if (set.size() >= LARGE) {
            large.add(set);
            return;
        }
        for (int i = 0; i < set.size(); i++) {
            chains.at(set.number(i)).add(set);
        }
    }

    /** The set that holds the newest version of a page that is not above a sequence, null when none does. */
    @Nullable
    PageSet find(int page, long sequence) {
        Chain chain = chains.find(page);
        PageSet found = chain == null ? null : chain.find(sequence);
        for (int i = large.size() - 1; i >= 0; i--) {
            PageSet set = large.get(i);
            if (found != null && set.sequence() <= found.sequence()) {
                break;
            }
            if (set.sequence() <= sequence && set.find(page) >= 0) {
                return set;
            }
        }
        return found;
    }

    /** Forgets a set that is older than all others. */
    void removeOldest(PageSet set) {
        if (large.remove(set)) {
            return;
        }
        for (int i = 0; i < set.size(); i++) {
            int page = set.number(i);
            Chain chain = chains.find(page);
            if (chain != null) {
                chain.removeOldest(set);
                if (chain.isEmpty()) {
                    chains.remove(page);
                }
            }
        }
    }

    void clear() {
        chains.clear();
        large.clear();
    }
}
