package dev.lagzero.capture.shadow;

import dev.lagzero.capture.spool.PageSet;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which set holds a page as of a position, found at once however many sets there are. Small sets are indexed by page; a
 * large one, of which there are few, is asked itself. Not thread-safe.
 */
final class Versions {

    private static final int LARGE = 4096;

    /** A page in a set, in front of the older ones. */
    record Version(PageSet set, int index, @Nullable Version older) {
        SourcePosition position() {
            return set.header().position();
        }
    }

    private final Map<Integer, Version> newest = new HashMap<>();
    private final List<PageSet> large = new ArrayList<>();

    /** Adds a set that is newer than all others. */
    void add(PageSet set) {
        if (set.size() >= LARGE) {
            large.add(set);
            return;
        }
        for (int i = 0; i < set.size(); i++) {
            Version version = new Version(set, i, newest.get(set.number(i)));
            newest.put(set.number(i), version);
        }
    }

    /** The newest version of a page that is not above a position, null when no set holds one. */
    @Nullable
    Version find(int page, SourcePosition position) {
        Version found = newest.get(page);
        while (found != null && found.position().isAfter(position)) {
            found = found.older();
        }
        for (int i = large.size() - 1; i >= 0; i--) {
            PageSet set = large.get(i);
            SourcePosition at = set.header().position();
            if (found != null && !at.isAfter(found.position())) {
                break;
            }
            int index = at.isAfter(position) ? -1 : set.find(page);
            if (index >= 0) {
                return new Version(set, index, null);
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
            newest.computeIfPresent(set.number(i), (page, version) -> without(version, set));
        }
    }

    private static @Nullable Version without(Version version, PageSet oldest) {
        if (version.set() == oldest) {
            return null;
        }
        Version older = version.older() == null ? null : without(version.older(), oldest);
        return older == version.older() ? version : new Version(version.set(), version.index(), older);
    }

    void clear() {
        newest.clear();
        large.clear();
    }
}
