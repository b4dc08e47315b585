package dev.lagzero.capture.page;

import java.util.BitSet;
import java.util.Collection;

/** Which changed pages are neither b-tree pages nor free nor in the overflow chain of a cell on a changed page. */
public final class UnexplainedPages {

    private UnexplainedPages() {}

    /**
     * @param roots root pages of all b-trees of the database, of whatever kind
     * @param changed page numbers; left as they are
     */
    public static BitSet of(Outlines outlines, Collection<Integer> roots, BitSet changed) {
        Database database = outlines.database();
        BitSet unexplained = (BitSet) changed.clone();
        for (int page = changed.nextSetBit(0); page >= 0; page = changed.nextSetBit(page + 1)) {
            if (page > database.pageCount() || database.header().isInternal(page)) {
                unexplained.clear(page);
            }
        }
        for (int root : roots) {
            if (unexplained.isEmpty()) {
                return unexplained;
            }
            unexplained.andNot(outlines.of(root).pages());
        }
        removeFree(database, unexplained);
        for (int root : roots) {
            if (unexplained.isEmpty()) {
                return unexplained;
            }
            TreeOutline tree = outlines.of(root);
            BitSet touched = tree.pages();
            touched.and(changed);
            Chains.explain(tree, touched, unexplained);
        }
        return unexplained;
    }

    private static void removeFree(Database database, BitSet unexplained) {
        int referrer = 1;
        int trunk = database.header().firstFreePage();
        BitSet seen = new BitSet();
        while (trunk != 0 && !unexplained.isEmpty()) {
            byte[] page = database.bytes(trunk, referrer);
            if (seen.get(trunk)) {
                throw new CorruptPageException(trunk, "the list of free pages comes back to it");
            }
            seen.set(trunk);
            unexplained.clear(trunk);
            int leaves = BigEndian.int32(page, 4);
            if (leaves < 0 || leaves > database.header().usable() / 4 - 2) {
                throw new CorruptPageException(trunk, "it lists " + leaves + " free pages");
            }
            for (int i = 0; i < leaves; i++) {
                int free = BigEndian.int32(page, 8 + 4 * i);
                if (free > 0) {
                    unexplained.clear(free);
                }
            }
            referrer = trunk;
            trunk = BigEndian.int32(page, 0);
        }
    }
}
