package dev.lagzero.capture.page;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a transaction did to the trees that are watched; nothing is kept of the others. */
public final class TreeChanges {

    private final Set<Integer> watched;
    private final Map<Integer, TreeChange> byRoot = new HashMap<>();

    TreeChanges(Set<Integer> watched) {
        this.watched = watched;
    }

    /** The changes of the tree with this root; null when it has none. */
    public @Nullable TreeChange of(int root) {
        return byRoot.get(root);
    }

    Collection<TreeChange> all() {
        return byRoot.values();
    }

    boolean watches(int root) {
        return watched.contains(root);
    }

    void addBefore(int root, int page, boolean leaf) {
        if (watches(root)) {
            byRoot.computeIfAbsent(root, TreeChange::new).addBefore(page, leaf);
        }
    }

    void addAfter(int root, int page, boolean leaf) {
        if (watches(root)) {
            byRoot.computeIfAbsent(root, TreeChange::new).addAfter(page, leaf);
        }
    }
}
