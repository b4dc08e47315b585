package dev.lagzero.capture.page;

import org.jspecify.annotations.Nullable;

/**
 * Knows which overflow pages belong to which page of a tree. SQLite overwrites a value of the same size in place: then
 * only overflow pages change, and the rows on a clean page must be compared.
 */
final class ChainTracker {

    private final PageOwners owners;
    private boolean known;
    private PageList heads = new PageList();
    private PageList holders = new PageList();
    private PageList unexplained = new PageList();

    ChainTracker(PageOwners owners) {
        this.owners = owners;
    }

    /** Remembers, before the trees are updated, what the dirty pages were. */
    void look(DirtyPages dirty) {
        heads = new PageList();
        holders = new PageList();
        unexplained = new PageList();
        int common = Math.min(dirty.before().pageCount(), dirty.after().pageCount());
        for (int page : dirty.numbers()) {
            if (owners.isInChain(page)) {
                int head = owners.head(page);
                if (owners.kind(head) == PageOwners.HEAD) {
                    heads.add(head);
                    holders.add(owners.parent(head));
                }
            } else if (!known && page <= common && owners.kind(page) == PageOwners.NONE && !isOfNoChain(dirty, page)) {
                unexplained.add(page);
            }
        }
        for (int page : dirty.numbers()) {
            if (owners.isInChain(page)) {
                // It is found again if a chain still leads to it.
                owners.set(page, PageOwners.NONE, 0);
            }
        }
    }

    private static boolean isOfNoChain(DirtyPages dirty, int page) {
        DatabaseHeader header = dirty.after().header();
        return header.isInternal(page)
                || page == header.firstFreePage()
                || page == dirty.before().header().firstFreePage();
    }

    /** Adds the clean pages whose rows continue on dirty ones, and learns the chains of the rows on dirty pages. */
    void update(DirtyPages dirty, TreeChanges changes) {
        if (known) {
            PageMarks touched = revisit(dirty, changes);
            for (TreeChange change : changes.all()) {
                PageMarks old = ChainCells.heads(dirty.before(), change.pagesBefore());
                new ChainCells(dirty.after(), change.pagesAfter())
                        .forEachSpilling(cell -> register(cell, dirty, touched, old));
            }
            return;
        }
        PageList left = new PageList();
        for (int i = 0; i < unexplained.size(); i++) {
            if (!owners.isInTree(unexplained.get(i))) {
                left.add(unexplained.get(i));
            }
        }
        if (!left.isEmpty()) {
            learn(dirty.after(), changes);
            for (int i = 0; i < left.size(); i++) {
                int page = left.get(i);
                if (owners.isInChain(page) && owners.kind(owners.head(page)) == PageOwners.HEAD) {
                    suspect(owners.parent(owners.head(page)), dirty, changes);
                }
            }
        }
    }

    private void learn(Database database, TreeChanges changes) {
        int[] pages = new int[1];
        for (int page = 1; page <= database.pageCount(); page++) {
            if (owners.isInTree(page) && changes.watches(owners.root(page))) {
                pages[0] = page;
                new ChainCells(database, pages).forEachSpilling(this::walk);
            }
        }
        known = true;
    }

    private void suspect(int holder, DirtyPages dirty, TreeChanges changes) {
        if (!dirty.contains(holder)) {
            int root = owners.root(holder);
            boolean leaf = owners.kind(holder) == PageOwners.LEAF;
            changes.addBefore(root, holder, leaf);
            changes.addAfter(root, holder, leaf);
        }
    }

    /** Chains with a dirty page whose cell is on a clean one. Gives the heads of the others, to be walked again. */
    private PageMarks revisit(DirtyPages dirty, TreeChanges changes) {
        PageMarks touched = new PageMarks();
        for (int i = 0; i < heads.size(); i++) {
            int head = heads.get(i);
            int holder = holders.get(i);
            if (touched.get(head) != 0) {
                continue;
            }
            touched.set(head, 1);
            if (!dirty.contains(holder) && owners.isInTree(holder)) {
                int[] page = {holder};
                new ChainCells(dirty.after(), page).forEachSpilling(cell -> {
                    if (cell.overflow == head && walk(cell, dirty)) {
                        suspect(holder, dirty, changes);
                    }
                });
            }
        }
        return touched;
    }

    private void register(Cell cell, DirtyPages dirty, PageMarks touched, PageMarks old) {
        int head = cell.overflow;
        boolean moved = old.get(head) != 0 && !dirty.contains(head) && touched.get(head) == 0;
        if (moved) {
            owners.set(head, PageOwners.HEAD, cell.page);
        } else {
            walk(cell);
        }
    }

    private void walk(Cell cell) {
        walk(cell, null);
    }

    /** While all chains are walked for the first time, no page is met twice. */
    private boolean isTaken(int page) {
        return !known && owners.isInChain(page);
    }

    /** Notes the pages of a cell's chain; true when one of them that was there before is dirty. */
    private boolean walk(Cell cell, @Nullable DirtyPages dirty) {
        OverflowChain chain = new OverflowChain(cell);
        boolean touched = false;
        for (int i = 0; i < chain.length(); i++) {
            int page = chain.page(i);
            if (owners.isInTree(page) || isTaken(page)) {
                throw new CorruptPageException(cell.page, "an overflow chain leads to page " + page);
            }
            owners.set(page, i == 0 ? PageOwners.HEAD : PageOwners.TAIL, i == 0 ? cell.page : cell.overflow);
            touched |= dirty != null
                    && dirty.contains(page)
                    && page <= dirty.before().pageCount();
        }
        return touched;
    }
}
