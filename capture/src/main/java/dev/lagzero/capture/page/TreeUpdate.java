package dev.lagzero.capture.page;

/**
 * Finds out which pages the trees consist of after a transaction, and updates what is known. Only dirty interior pages are
 * read, and clean ones of subtrees that were cut off. It goes from the roots down: a page is in a tree if a page
 * that is in it points to it, which stale content of free pages never is. All leaves of a tree are equally deep: of the
 * pages that hang on one, all are leaves or none is, and below a clean one each is what it was.
 */
final class TreeUpdate {

    /** Stands for the parent of a root. */
    private static final int TOP = -1;

    private final PageOwners owners;
    private final DirtyPages dirty;
    private final TreeChanges changes;
    private final PageMarks found;
    private final PageList foundPages = new PageList();
    private final PageList foundKinds = new PageList();
    private final PageList toRead = new PageList();
    private final PageList waiting = new PageList();
    private final PageList waitedFor = new PageList();
    private final PageList lost = new PageList();

    /** Clean pages that {@link #waiting} wait for. */
    private final PageMarks awaited = new PageMarks();

    /** For an interior page, 1 and which of {@link #fronts} and {@link #backs} are its. */
    private final PageMarks kept = new PageMarks();

    /** So many of its first and last children are what they were. */
    private final PageList fronts = new PageList();

    private final PageList backs = new PageList();

    /** Clean children that were found, and were looked for where they had been. */
    private int moved;

    private boolean unsure;

    private TreeUpdate(PageOwners owners, DirtyPages dirty, TreeChanges changes) {
        this.owners = owners;
        this.dirty = dirty;
        this.changes = changes;
        this.found = new PageMarks(dirty.numbers().length);
    }

    /** False when a page came to where it is in a way that is not understood: nothing that is known is sure then. */
    static boolean run(PageOwners owners, DirtyPages dirty, TreeChanges changes) {
        return isReshaped(owners, dirty)
                ? new TreeUpdate(owners, dirty, changes).reshape()
                : overwrite(owners, dirty, changes);
    }

    /** A page that points to others changed, or a root became one. */
    private static boolean isReshaped(PageOwners owners, DirtyPages dirty) {
        for (int page : dirty.numbers()) {
            byte kind = owners.kind(page);
            boolean grown = kind == PageOwners.LEAF
                    && owners.parent(page) == 0
                    && !BtreePage.read(dirty.after(), page, 0).isLeaf();
            if (kind == PageOwners.INTERIOR || grown) {
                return true;
            }
        }
        return false;
    }

    private static boolean overwrite(PageOwners owners, DirtyPages dirty, TreeChanges changes) {
        for (int page : dirty.numbers()) {
            if (owners.kind(page) == PageOwners.LEAF) {
                int root = owners.root(page);
                changes.addBefore(root, page, true);
                changes.addAfter(root, page, true);
            }
        }
        return true;
    }

    private boolean reshape() {
        for (int page : dirty.numbers()) {
            if (owners.isInTree(page)) {
                begin(page);
            }
        }
        do {
            while (!toRead.isEmpty() && !unsure) {
                follow(toRead.removeLast());
            }
        } while (wake());
        if (unsure) {
            return false;
        }
        tellBefore();
        if (moved != 0) {
            // One of them is where it was, too.
            return false;
        }
        tellAfter();
        for (int page : dirty.numbers()) {
            if (owners.isInTree(page) && found.get(page) == 0) {
                owners.set(page, PageOwners.NONE, 0);
            }
        }
        for (int i = 0; i < lost.size(); i++) {
            owners.set(lost.get(i), PageOwners.NONE, 0);
        }
        return true;
    }

    private void begin(int page) {
        int parent = owners.parent(page);
        if (parent == 0) {
            settle(page, TOP, kindNow(page));
        } else if (!dirty.contains(parent)) {
            int top = parent;
            while (owners.parent(top) != 0 && !dirty.contains(owners.parent(top))) {
                top = owners.parent(top);
            }
            if (owners.parent(top) == 0) {
                settle(page, parent, owners.kind(page));
            } else {
                waiting.add(page);
                waitedFor.add(top);
                awaited.set(top, 1);
            }
        }
    }

    /** Pages below a clean page are in a tree as soon as that page is known to be. */
    private boolean wake() {
        boolean woken = false;
        for (int i = 0; i < waiting.size(); i++) {
            if (found.get(waiting.get(i)) == 0 && found.get(waitedFor.get(i)) != 0) {
                settle(waiting.get(i), owners.parent(waiting.get(i)), owners.kind(waiting.get(i)));
                woken = true;
            }
        }
        return woken;
    }

    private byte kindNow(int page) {
        return BtreePage.read(dirty.after(), page, 0).isLeaf() ? PageOwners.LEAF : PageOwners.INTERIOR;
    }

    private void settle(int page, int parent, byte kind) {
        if (found.get(page) != 0) {
            unsure = true;
            return;
        }
        found.set(page, parent);
        foundPages.add(page);
        foundKinds.add(kind);
        if (dirty.contains(page) && kind == PageOwners.INTERIOR) {
            toRead.add(page);
        }
    }

    /** Children that stay what they are, most of them mostly, are passed over: nothing is to be said of them. */
    private void follow(int number) {
        BtreePage page = BtreePage.read(dirty.after(), number, 0);
        if (page.isLeaf()) {
            unsure = true;
            return;
        }
        int root = newRoot(number);
        byte kind = kindOfChildren(page);
        boolean stays = owners.kind(number) == PageOwners.INTERIOR && owners.root(number) == root;
        int front = 0;
        int back = 0;
        if (stays) {
            BtreePage was = BtreePage.read(dirty.before(), number, 0);
            int most = Math.min(was.children(), page.children());
            while (front < most && was.child(front) == page.child(front)) {
                stay(page.child(front++), number, kind);
            }
            int shift = was.children() - page.children();
            int last = page.children() - 1;
            while (back < most - front && was.child(last - back + shift) == page.child(last - back)) {
                stay(page.child(last - back++), number, kind);
            }
        }
        fronts.add(front);
        backs.add(back);
        kept.set(number, fronts.size());
        for (int i = front; i < page.children() - back && !unsure; i++) {
            come(page.child(i), number, root, kind);
        }
    }

    private void stay(int child, int parent, byte kind) {
        if (dirty.contains(child) || (!waiting.isEmpty() && awaited.get(child) != 0)) {
            settle(child, parent, kind);
        }
    }

    private void come(int child, int parent, int root, byte kind) {
        if (child < 1 || child > dirty.after().pageCount()) {
            throw new CorruptPageException(parent, "it points to page " + child);
        }
        if (!dirty.contains(child)) {
            unsure |= !owners.isInTree(child)
                    || owners.parent(child) == 0
                    || !dirty.contains(owners.parent(child))
                    || owners.root(child) != root;
            moved++;
        }
        if (!unsure) {
            settle(child, parent, kind);
        }
    }

    private byte kindOfChildren(BtreePage page) {
        for (int i = 0; i < page.children(); i++) {
            int child = page.child(i);
            if (!dirty.contains(child)) {
                return owners.kind(child);
            }
        }
        return kindNow(page.child(0));
    }

    private int newRoot(int page) {
        int at = page;
        while (true) {
            int marked = found.get(at);
            int parent = marked == 0 ? owners.parent(at) : marked;
            if (parent == TOP || parent == 0) {
                return at;
            }
            at = parent;
        }
    }

    private void tellBefore() {
        for (int page : dirty.numbers()) {
            byte kind = owners.kind(page);
            if (kind == PageOwners.LEAF || kind == PageOwners.INTERIOR) {
                int root = owners.root(page);
                changes.addBefore(root, page, kind == PageOwners.LEAF);
                if (kind == PageOwners.INTERIOR) {
                    lose(page, root);
                }
            }
        }
    }

    /** Clean pages below a page as it was, unless they have found another parent. */
    private void lose(int number, int root) {
        BtreePage page = BtreePage.read(dirty.before(), number, 0);
        int at = kept.get(number) - 1;
        int end = page.children() - (at < 0 ? 0 : backs.get(at));
        for (int i = at < 0 ? 0 : fronts.get(at); i < end; i++) {
            int child = page.child(i);
            if (dirty.contains(child)) {
                continue;
            }
            if (found.get(child) != 0) {
                moved--;
                continue;
            }
            boolean leaf = owners.kind(child) == PageOwners.LEAF;
            changes.addBefore(root, child, leaf);
            lost.add(child);
            if (!leaf) {
                lose(child, root);
            }
        }
    }

    private void tellAfter() {
        for (int i = 0; i < foundPages.size(); i++) {
            int page = foundPages.get(i);
            if (dirty.contains(page)) {
                changes.addAfter(newRoot(page), page, foundKinds.get(i) == PageOwners.LEAF);
            }
        }
        for (int i = 0; i < foundPages.size(); i++) {
            int page = foundPages.get(i);
            owners.set(page, (byte) foundKinds.get(i), Math.max(0, found.get(page)));
        }
    }
}
