package dev.lagzero.capture.page;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is to be looked at of one b-tree before and after a transaction. Used by one thread. */
public final class TreeParts {

    private final int root;
    private final Side before;
    private final Side after;
    private @Nullable LeafList oldRows;
    private @Nullable LeafList newRows;

    TreeParts(int root, Side before, Side after) {
        this.root = root;
        this.before = before;
        this.after = after;
    }

    /**
     * The pages of one state, by ascending number.
     *
     * @param interiors those of a table hold no rows
     */
    record Side(Database database, int[] leaves, int[] interiors) {

        EntryStream entries(int root) {
            int[] pages = Arrays.copyOf(leaves, leaves.length + interiors.length);
            System.arraycopy(interiors, 0, pages, leaves.length, interiors.length);
            Arrays.sort(pages);
            return new EntryStream(database, root, pages, page -> Arrays.binarySearch(interiors, page) >= 0);
        }
    }

    /** The tree as it was. Of the rows of a table, those that did not move and did not change may be missing. */
    public TreeRows before() {
        return new Part(before);
    }

    /** The tree as it is; the same rows may be missing. */
    public TreeRows after() {
        return new Part(after);
    }

    private final class Part implements TreeRows {
        private final Side side;

        Part(Side side) {
            this.side = side;
        }

        @Override
        public Database database() {
            return side.database();
        }

        @Override
        public CellStream rows() {
            if (oldRows == null || newRows == null) {
                compare();
            }
            return (side == before ? oldRows : newRows).rows();
        }

        @Override
        public CellStream entries() {
            return side.entries(root);
        }
    }

    /** Looks at the pages of both sides in the order of their numbers, and at those that are in both side by side. */
    private void compare() {
        LeafList old = new LeafList(before.database(), root);
        LeafList now = new LeafList(after.database(), root);
        int[] was = before.leaves();
        int[] is = after.leaves();
        int i = 0;
        int j = 0;
        while (i < was.length || j < is.length) {
            int next = Math.min(i < was.length ? was[i] : Integer.MAX_VALUE, j < is.length ? is[j] : Integer.MAX_VALUE);
            boolean gone = j == is.length || is[j] != next;
            boolean fresh = i == was.length || was[i] != next;
            if (gone) {
                old.addWhole(old.read(next));
            } else if (fresh) {
                now.addWhole(now.read(next));
            } else {
                LeafDifference difference = LeafDifference.of(old.read(next), now.read(next));
                difference.into(old, now);
            }
            i += fresh ? 0 : 1;
            j += gone ? 0 : 1;
        }
        oldRows = old;
        newRows = now;
    }
}
