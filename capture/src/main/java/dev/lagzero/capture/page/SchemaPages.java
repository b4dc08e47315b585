package dev.lagzero.capture.page;

import java.util.Arrays;

/** The pages that {@code sqlite_schema} is stored on, those of long statements included. */
public final class SchemaPages {

    private static final int HEADER = 100;

    private final int[] pages;

    private SchemaPages(int[] pages) {
        this.pages = pages;
    }

    public static SchemaPages of(Database database) {
        TreeOutline tree = TreeOutline.of(database, 1);
        int[] treePages = tree.pages().stream().toArray();
        PageList all = new PageList();
        for (int page : treePages) {
            all.add(page);
        }
        new ChainCells(database, treePages).forEachSpilling(cell -> {
            OverflowChain chain = new OverflowChain(cell);
            for (int i = 0; i < chain.length(); i++) {
                all.add(chain.page(i));
            }
        });
        return new SchemaPages(all.sorted());
    }

    /** The schema may have changed: more of it than the database header, which shares page 1 with it. */
    public boolean touchedBy(DirtyPages dirty) {
        for (int page : pages) {
            if (dirty.contains(page) && (page != 1 || !sameFirstPage(dirty))) {
                return true;
            }
        }
        return false;
    }

    private static boolean sameFirstPage(DirtyPages dirty) {
        byte[] was = dirty.before().bytes(1, 0);
        byte[] is = dirty.after().bytes(1, 0);
        return Arrays.equals(was, HEADER, was.length, is, HEADER, is.length);
    }
}
