package dev.lagzero.capture.follow;

import dev.lagzero.capture.disk.Disk;
import dev.lagzero.capture.file.Fingerprint;
import dev.lagzero.capture.file.PageCompare;
import dev.lagzero.capture.file.SourceBusyException;
import dev.lagzero.capture.file.SourceSnapshot;
import dev.lagzero.capture.file.SqliteFile;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.capture.shadow.View;
import dev.lagzero.capture.spool.PageSet;
import dev.lagzero.capture.spool.PageSetHeader;
import dev.lagzero.capture.spool.PageSetWriter;
import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Compares the source with what is known of it, and spools the difference as the next transaction. */
public final class Comparer implements AutoCloseable {

    private static final int ATTEMPTS = 20;
    private static final long MARGIN = 64L << 20;

    private final String source;
    private final Path path;
    private final Path scratch;
    private final PageHistory history;
    private SqliteFile file;
    private @Nullable Fingerprint compared;
    private @Nullable Fingerprint looked;
    private long lookedMillis;
    private volatile boolean stopped;

    /** @param file open; closed with this */
    public Comparer(String source, Path path, Path scratch, PageHistory history, SqliteFile file) {
        this.source = source;
        this.path = path;
        this.scratch = scratch;
        this.history = history;
        this.file = file;
    }

    SourcePosition newest() {
        return history.newest();
    }

    int unpublished(SourcePosition published) {
        return history.setsAfter(published);
    }

    /** When the source was last looked at, milliseconds since 1970. */
    long lookedMillis() {
        return lookedMillis;
    }

    /** Whether anything may have been committed since the last comparison. */
    boolean look() {
        lookedMillis = System.currentTimeMillis();
        Fingerprint now = file.fingerprint();
        if (looked != null && !looked.isSameFile(now)) {
            file.close();
            file = SqliteFile.open(source, path, scratch);
            now = file.fingerprint();
        }
        looked = now;
        return !now.equals(compared);
    }

    /** Numbers what was committed up to the last {@link #look}, or later. */
    void compare() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (attempt()) {
                file.accept();
                compared = looked;
                return;
            }
        }
        throw new SourceBusyException(
                "source " + source + ": " + path + " is rewritten faster than it can be compared.");
    }

    private boolean attempt() {
        SourcePosition position = history.newest().next();
        boolean first = position.opensEpoch();
        try (SourceSnapshot snapshot = file.snapshot();
                View before = history.view(history.newest())) {
            if (first) {
                long bytes = (long) snapshot.pageCount() * snapshot.pageSize();
                Disk.require(scratch, 2 * bytes + MARGIN, "the first copy of source " + source);
            }
            PageSetHeader header = new PageSetHeader(
                    position,
                    PageSetHeader.DECODER_VERSION,
                    snapshot.pageSize(),
                    snapshot.pageCount(),
                    first ? "snapshot" : "compare",
                    System.currentTimeMillis());
            return spool(header, before, snapshot, first);
        }
    }

    private boolean spool(PageSetHeader header, View before, SourceSnapshot snapshot, boolean always) {
        try (PageSetWriter writer = history.begin(header)) {
            boolean differs = PageCompare.compare(before, snapshot, writer::page, () -> !stopped);
            if (!snapshot.isWhole()) {
                return false;
            }
            if (differs || always) {
                PageSet set = writer.finish();
                Moment.PAGE_SET_SPOOLED.passed();
                history.add(set);
            }
            return true;
        }
    }

    /** Breaks off a comparison; called by another thread. */
    void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        file.close();
    }
}
