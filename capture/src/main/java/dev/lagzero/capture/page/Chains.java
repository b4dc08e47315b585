package dev.lagzero.capture.page;

import java.util.BitSet;

/**
 * Looks for overflow pages that changed although no page of a b-tree shows it: SQLite overwrites a value of the same
 * size in place, so that only the tail of a long row may have changed.
 */
public final class Chains {

    private Chains() {}

    /** Takes the overflow pages of all cells of these pages of a b-tree out of {@code unexplained}. */
    static void explain(TreeOutline tree, BitSet pages, BitSet unexplained) {
        Cell cell = new Cell();
        for (int number = pages.nextSetBit(0); number >= 0; number = pages.nextSetBit(number + 1)) {
            BtreePage page = BtreePage.read(tree.database(), number, tree.root());
            for (int i = 0; page.hasPayload() && i < page.cells(); i++) {
                page.cell(i, cell);
                if (cell.spills()) {
                    OverflowChain chain = new OverflowChain(cell);
                    for (int link = 0; link < chain.length(); link++) {
                        unexplained.clear(chain.page(link));
                    }
                }
            }
        }
    }

    /** Takes those pages out of {@code shared} that have a cell with an overflow page in {@code suspects}. */
    public static void removeSuspects(TreeOutline tree, BitSet shared, BitSet suspects) {
        Cell cell = new Cell();
        for (int number = shared.nextSetBit(0); number >= 0; number = shared.nextSetBit(number + 1)) {
            BtreePage page = BtreePage.read(tree.database(), number, tree.root());
            for (int i = 0; page.hasPayload() && i < page.cells(); i++) {
                page.cell(i, cell);
                if (cell.spills() && touches(new OverflowChain(cell), suspects)) {
                    shared.clear(number);
                    break;
                }
            }
        }
    }

    private static boolean touches(OverflowChain chain, BitSet suspects) {
        for (int link = 0; link < chain.length(); link++) {
            if (suspects.get(chain.page(link))) {
                return true;
            }
        }
        return false;
    }
}
