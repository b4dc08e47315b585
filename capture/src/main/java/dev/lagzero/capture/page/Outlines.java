package dev.lagzero.capture.page;

import java.util.HashMap;
import java.util.Map;

/** The outlines of a database's trees, kept while they are small enough to be worth it. */
public final class Outlines {

    private static final long KEPT_BYTES = 8 << 20;

    private final Database database;
    private final Map<Integer, TreeOutline> kept = new HashMap<>();
    private long bytes;

    public Outlines(Database database) {
        this.database = database;
    }

    /** The outline of the tree with this root; callers do not change it. */
    public TreeOutline of(int root) {
        TreeOutline known = kept.get(root);
        if (known != null) {
            return known;
        }
        TreeOutline outline = TreeOutline.of(database, root);
        long size = (outline.interiors().size() + outline.leaves().size()) / 8;
        if (bytes + size <= KEPT_BYTES) {
            bytes += size;
            kept.put(root, outline);
        }
        return outline;
    }

    Database database() {
        return database;
    }
}
