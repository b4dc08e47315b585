package dev.lagzero.capture.page;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the b-trees of a database from transaction to transaction, at a cost in proportion to the pages that change:
 * it remembers where each page belongs. Overflow chains are learned, by one pass over the watched trees, when a page
 * changes for the first time that may belong to one. A schema that changes needs a new tracker. Used by one thread.
 */
public final class TreeTracker {

    private final PageOwners owners;
    private final Set<Integer> watched;
    private final ChainTracker chains;

    private TreeTracker(PageOwners owners, Set<Integer> watched) {
        this.owners = owners;
        this.watched = watched;
        this.chains = new ChainTracker(owners);
    }

    /**
     * Reads the interior pages of all trees.
     *
     * @param roots of all b-trees of the database, of whatever kind
     * @param watched roots of those trees whose rows are of interest
     * @throws CorruptPageException when the pages are no trees
     */
    public static TreeTracker learn(Database database, Collection<Integer> roots, Set<Integer> watched) {
        return new TreeTracker(PageOwners.learn(database, roots), Set.copyOf(watched));
    }

    /**
     * Takes the next transaction: its {@code before} is the state that the tracker knows.
     *
     * @return empty when something happened that the tracker does not understand; it is of no use then
     * @throws CorruptPageException when a page is not what it must be; the tracker is of no use then
     */
    public Optional<TreeChanges> advance(DirtyPages dirty) {
        owners.reach(Math.max(dirty.before().pageCount(), dirty.after().pageCount()));
        TreeChanges changes = new TreeChanges(watched);
        chains.look(dirty);
        if (!TreeUpdate.run(owners, dirty, changes)) {
            return Optional.empty();
        }
        chains.update(dirty, changes);
        return Optional.of(changes);
    }
}
