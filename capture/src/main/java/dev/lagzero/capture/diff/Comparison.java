package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.Chains;
import dev.lagzero.capture.page.ChangedPages;
import dev.lagzero.capture.page.Database;
import dev.lagzero.capture.page.Outlines;
import dev.lagzero.capture.page.TreeOutline;
import dev.lagzero.capture.page.UnexplainedPages;
import java.util.BitSet;

/**
 * Two states of a database and what is known about the pages that differ.
 *
 * @param changed pages of {@code after} that are not as they were
 * @param suspects changed pages that can only be overflow pages which were overwritten in place: rows on unchanged
 *     pages own them
 * @param outlines of the trees of {@code after}
 */
record Comparison(Side before, Side after, BitSet changed, BitSet suspects, Outlines outlines) {

    static Comparison of(PageDiff.DiffInput input) {
        Side before = Side.of(input.before(), input.scope());
        Side after = Side.of(input.after(), input.scope());
        BitSet changed = changed(before.database(), after.database(), input.changed());
        Outlines outlines = new Outlines(after.database());
        BitSet suspects = new BitSet();
        if (before.database().pageCount() > 0) {
            BitSet within = (BitSet) changed.clone();
            within.clear(
                    before.database().pageCount() + 1,
                    Math.max(within.length(), before.database().pageCount() + 1));
            suspects = UnexplainedPages.of(outlines, after.schema().roots(), within);
        }
        return new Comparison(before, after, changed, suspects, outlines);
    }

    private static BitSet changed(Database before, Database after, ChangedPages told) {
        BitSet changed = told.bits();
        boolean comparable = before.header().pageSize() == after.header().pageSize()
                && before.header().reserved() == after.header().reserved()
                && before.encoding() == after.encoding();
        int same = comparable ? Math.min(before.pageCount(), after.pageCount()) : 0;
        changed.set(same + 1, Math.max(before.pageCount(), after.pageCount()) + 2);
        return changed;
    }

    TreeOutline outlineAfter(int root) {
        return outlines.of(root);
    }

    /** The outline of a table as it was; taken from what it is when no page above its leaves changed. */
    TreeOutline outlineBefore(int root, TreeOutline now) {
        boolean sameTree = root == now.root()
                && (now.depth() == 1 ? !changed.get(root) : !now.interiors().intersects(changed));
        return sameTree
                ? new TreeOutline(before.database(), root, now.depth(), now.interiors(), now.leaves())
                : TreeOutline.of(before.database(), root);
    }

    /** Pages of both trees that hold the same rows in both. */
    BitSet shared(TreeOutline was, TreeOutline is) {
        BitSet shared = was.pages();
        shared.and(is.pages());
        shared.andNot(changed);
        if (!suspects.isEmpty()) {
            Chains.removeSuspects(is, shared, suspects);
        }
        return shared;
    }
}
