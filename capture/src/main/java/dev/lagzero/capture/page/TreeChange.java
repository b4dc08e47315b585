package dev.lagzero.capture.page;

/** The pages of one b-tree on which rows may be that are new, gone or changed. */
public final class TreeChange {

    private final int root;
    private final PageList oldLeaves = new PageList();
    private final PageList oldInteriors = new PageList();
    private final PageList newLeaves = new PageList();
    private final PageList newInteriors = new PageList();

    TreeChange(int root) {
        this.root = root;
    }

    int[] pagesBefore() {
        return joined(oldLeaves, oldInteriors);
    }

    int[] pagesAfter() {
        return joined(newLeaves, newInteriors);
    }

    private static int[] joined(PageList leaves, PageList interiors) {
        PageList all = new PageList();
        for (int i = 0; i < leaves.size(); i++) {
            all.add(leaves.get(i));
        }
        for (int i = 0; i < interiors.size(); i++) {
            all.add(interiors.get(i));
        }
        return all.sorted();
    }

    void addBefore(int page, boolean leaf) {
        (leaf ? oldLeaves : oldInteriors).add(page);
    }

    void addAfter(int page, boolean leaf) {
        (leaf ? newLeaves : newInteriors).add(page);
    }

    /** What is to be looked at of the tree. */
    public TreeParts parts(DirtyPages dirty) {
        return new TreeParts(
                root,
                new TreeParts.Side(dirty.before(), oldLeaves.sorted(), oldInteriors.sorted()),
                new TreeParts.Side(dirty.after(), newLeaves.sorted(), newInteriors.sorted()));
    }
}
