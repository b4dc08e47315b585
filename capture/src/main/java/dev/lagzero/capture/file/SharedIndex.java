package dev.lagzero.capture.file;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What SQLite's processes tell each other about the log, as soon as there is an index of it: some reads of memory. */
final class SharedIndex {

    private final Supplier<@Nullable WalIndex> map;
    private @Nullable WalIndex index;

    /** @param map maps it; null while there is none */
    SharedIndex(Supplier<@Nullable WalIndex> map) {
        this.map = map;
    }

    private @Nullable WalIndex index() {
        if (index == null) {
            index = map.get();
        }
        return index;
    }

    boolean isThere() {
        return index() != null;
    }

    /** Changes with every commit, and with every reset of the log. */
    long stamp() {
        WalIndex shared = index();
        return shared == null ? 0 : shared.stamp();
    }

    /** Frames that are copied back into the database file. */
    long backfilled() {
        WalIndex shared = index();
        return shared == null ? 0 : shared.backfilled();
    }

    WalIndexHeader committed() {
        WalIndex shared = index();
        return shared == null ? WalIndexHeader.NONE : shared.read();
    }

    /** It is mapped anew when it is asked for. */
    void forget() {
        index = null;
    }
}
