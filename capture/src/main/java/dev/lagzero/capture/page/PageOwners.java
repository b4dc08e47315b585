package dev.lagzero.capture.page;

import java.util.Arrays;
import java.util.Collection;

/**
 * Where each page of a database belongs: 5 bytes a page. A page of a b-tree knows its parent, the first page of an
 * overflow chain the page of its cell, the others of a chain the first one. What is said of b-trees is exact; entries of
 * chains may be left over from rows that are gone.
 */
final class PageOwners {

    static final byte NONE = 0;
    static final byte LEAF = 1;
    static final byte INTERIOR = 2;
    static final byte HEAD = 3;
    static final byte TAIL = 4;

    private int[] parents = PageList.NONE;
    private byte[] kinds = {};

    /** Reads the interior pages of all trees. */
    static PageOwners learn(Database database, Collection<Integer> roots) {
        PageOwners owners = new PageOwners();
        owners.reach(database.pageCount());
        for (int root : roots) {
            owners.learn(database, root, 0, TreeOutline.depth(database, root));
        }
        return owners;
    }

    private void learn(Database database, int number, int parent, int depth) {
        if (number < 1 || number > database.pageCount()) {
            throw new CorruptPageException(parent, "it points to page " + number + " of " + database.pageCount());
        }
        if (kinds[number] != NONE) {
            throw new CorruptPageException(number, "it is reached twice");
        }
        set(number, depth == 1 ? LEAF : INTERIOR, parent);
        if (depth > 1) {
            BtreePage page = BtreePage.read(database, number, parent);
            if (page.isLeaf()) {
                throw new CorruptPageException(number, "it is a leaf above the last level of its tree");
            }
            for (int i = 0; i < page.children(); i++) {
                learn(database, page.child(i), number, depth - 1);
            }
        }
    }

    /** Makes room for pages up to this number. */
    void reach(int page) {
        if (page >= kinds.length) {
            int length = page + 1 + page / 16;
            parents = Arrays.copyOf(parents, length);
            kinds = Arrays.copyOf(kinds, length);
        }
    }

    void set(int page, byte kind, int parent) {
        kinds[page] = kind;
        parents[page] = parent;
    }

    byte kind(int page) {
        return kinds[page];
    }

    /** The page that this one hangs on; 0 for the root of a tree. */
    int parent(int page) {
        return parents[page];
    }

    boolean isInTree(int page) {
        return kinds[page] == LEAF || kinds[page] == INTERIOR;
    }

    boolean isInChain(int page) {
        return kinds[page] == HEAD || kinds[page] == TAIL;
    }

    /** The first page of the chain that a page is in, as far as is known. */
    int head(int page) {
        return kinds[page] == TAIL ? parents[page] : page;
    }

    /** The root of the tree that a page is in. */
    int root(int page) {
        int at = page;
        while (parents[at] != 0) {
            at = parents[at];
        }
        return at;
    }
}
