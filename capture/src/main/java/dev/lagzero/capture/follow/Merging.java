package dev.lagzero.capture.follow;

import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one of many transactions at the spool's bound, beside the copying: a reader of Kafka that is away for long must
 * not fill the disk.
 */
final class Merging {

    private static final Logger LOG = LoggerFactory.getLogger(Merging.class);

    /** Nothing could be merged: something was being folded, or all of it taken. */
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final String source;
    private final Follower.Parts parts;
    private final PageHistory history;
    private final long bound;
    private volatile long due;
    private volatile long notBefore = System.nanoTime();
    private volatile boolean running;
    private volatile @Nullable RuntimeException failure;

    Merging(FollowConfig config, Follower.Parts parts) {
        this.source = config.source();
        this.parts = parts;
        this.history = parts.history();
        this.bound = config.limits().spool();
        this.due = bound;
    }

    /** Called by who adds. It waits only when twice as much has come as should have been merged. */
    void look() {
        while (running && history.waitingBytes() > 2 * due) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        RuntimeException reason = failure;
        if (reason != null) {
            throw reason;
        }
        if (running) {
            return;
        }
        long bytes = history.waitingBytes();
        if (bytes < bound) {
            due = bound;
        } else if (bytes > due && System.nanoTime() - notBefore >= 0) {
            history.cut().ifPresent(cut -> {
                running = true;
                parts.rounds().beside(() -> merge(cut, bytes));
            });
        }
    }

    /** What is one already can hardly become less; what came beside it counts for the next one. */
    private void merge(SourcePosition cut, long before) {
        try {
            OptionalLong merged = parts.folding().merge(cut);
            if (merged.isPresent()) {
                LOG.info("source={} event=spool-merged before={} after={}", source, before, merged.getAsLong());
                due = Math.max(bound, 2 * merged.getAsLong());
            } else {
                notBefore = System.nanoTime() + AGAIN_NANOS;
            }
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            running = false;
        }
    }
}
