package dev.lagzero.capture.page;

import java.util.BitSet;

/**
 * Which pages a b-tree consists of. Only interior pages are read to find out: all leaves have the same depth.
 *
 * @param root the root page; 0 for a tree that does not exist
 * @param depth levels of the tree: 1 when the root is a leaf
 */
public record TreeOutline(Database database, int root, int depth, BitSet interiors, BitSet leaves) {

    /** The deepest tree that SQLite itself would follow. */
    static final int MOST_LEVELS = 20;

    private static final int SAMPLED = 64;

    public static TreeOutline of(Database database, int root) {
        int depth = depth(database, root);
        TreeOutline outline = new TreeOutline(database, root, depth, new BitSet(), new BitSet());
        outline.add(root, 1, 0);
        return outline;
    }

    /** The outline of no tree at all. */
    public static TreeOutline none(Database database) {
        return new TreeOutline(database, 0, 0, new BitSet(), new BitSet());
    }

    static int depth(Database database, int root) {
        int depth = 1;
        int referrer = 0;
        BtreePage page = BtreePage.read(database, root, 0);
        while (!page.isLeaf()) {
            if (++depth > MOST_LEVELS) {
                throw new CorruptPageException(root, "the tree below it is deeper than " + MOST_LEVELS + " levels");
            }
            referrer = page.number();
            page = BtreePage.read(database, page.child(0), referrer);
        }
        return depth;
    }

    private void add(int number, int level, int referrer) {
        if (number < 1 || number > database.pageCount()) {
            throw new CorruptPageException(referrer, "it points to page " + number + " of " + database.pageCount());
        }
        if (leaves.get(number) || interiors.get(number)) {
            throw new CorruptPageException(number, "the tree below page " + root + " reaches it twice");
        }
        if (level == depth) {
            leaves.set(number);
            return;
        }
        interiors.set(number);
        BtreePage page = BtreePage.read(database, number, referrer);
        if (page.isLeaf()) {
            throw new CorruptPageException(number, "it is a leaf above the last level of the tree of page " + root);
        }
        for (int i = 0; i < page.children(); i++) {
            add(page.child(i), level + 1, number);
        }
    }

    /** All pages of the tree. */
    public BitSet pages() {
        BitSet pages = (BitSet) interiors.clone();
        pages.or(leaves);
        return pages;
    }

    /** A page of the tree is in the set. */
    public boolean touches(BitSet set) {
        return interiors.intersects(set) || leaves.intersects(set);
    }

    /** About how many rows or entries there are, from a sample of the leaves. */
    public long estimate() {
        int count = leaves.cardinality();
        int step = Math.max(1, count / SAMPLED);
        long cells = 0;
        int sampled = 0;
        int index = 0;
        for (int leaf = leaves.nextSetBit(0); leaf >= 0; leaf = leaves.nextSetBit(leaf + 1)) {
            if (index++ % step == 0) {
                cells += BtreePage.read(database, leaf, root).cells();
                sampled++;
            }
        }
        return sampled == 0 ? 0 : cells * count / sampled;
    }

    /** The tree without the pages in {@code skip}, which is neither copied nor changed. */
    public TreeRows without(BitSet skip) {
        return new Remaining(this, skip);
    }

    private record Remaining(TreeOutline tree, BitSet skip) implements TreeRows {

        @Override
        public Database database() {
            return tree.database;
        }

        @Override
        public CellStream rows() {
            if (tree.root == 0) {
                return CellStream.none();
            }
            BitSet wanted = (BitSet) tree.leaves.clone();
            wanted.andNot(skip);
            return wanted.cardinality() <= tree.interiors.cardinality()
                    ? LeafList.of(tree.database, tree.root, wanted.stream().toArray())
                            .rows()
                    : new RowStream(tree, skip);
        }

        @Override
        public CellStream entries() {
            if (tree.root == 0) {
                return CellStream.none();
            }
            BitSet wanted = tree.pages();
            wanted.andNot(skip);
            return new EntryStream(tree.database, tree.root, wanted.stream().toArray(), tree.interiors::get);
        }
    }
}
