package dev.lagzero.capture.file;

import dev.lagzero.capture.page.Pages;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The pages of a source at one commit, while a read transaction holds them in place. Used by one thread. */
public interface SourceSnapshot extends Pages, AutoCloseable {

    /**
     * The only pages that can differ from the last {@linkplain SqliteFile#accept accepted} snapshot, besides pages that
     * it did not have; null when any page can.
     */
    @Nullable
    BitSet candidates();

    /** Asked after all pages were read: whether they belong together. If not, take another snapshot. */
    boolean isWhole();

    @Override
    void close();
}
