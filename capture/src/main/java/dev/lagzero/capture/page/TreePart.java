package dev.lagzero.capture.page;

import java.util.Arrays;

/**
 * Some pages of a b-tree.
 *
 * @param root the root page of the tree
 * @param leaves ascending
 * @param interiors ascending; those of a table hold no rows
 */
record TreePart(Database database, int root, int[] leaves, int[] interiors) implements TreeRows {

    @Override
    public CellStream rows() {
        return new FewLeavesStream(database, root, leaves);
    }

    @Override
    public CellStream entries() {
        int[] pages = Arrays.copyOf(leaves, leaves.length + interiors.length);
        System.arraycopy(interiors, 0, pages, leaves.length, interiors.length);
        Arrays.sort(pages);
        return new EntryStream(database, root, pages, page -> Arrays.binarySearch(interiors, page) >= 0);
    }
}
