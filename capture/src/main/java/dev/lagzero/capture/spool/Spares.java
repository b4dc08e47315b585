package dev.lagzero.capture.spool;

import dev.lagzero.capture.disk.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of segments of which nothing is needed any more, to be written over: a file that is deleted gives its blocks back
 * one moment, and the next one takes them again the next, and everybody's syncs wait for both. So what was not needed for
 * a while is given back in small pieces, with pauses. Several threads may use it.
 */
final class Spares {

    private static final Logger LOG = LoggerFactory.getLogger(Spares.class);
    private static final String SUFFIX = ".spare";

    /** Shorter ones are rare. */
    private static final long LEAST = 4L << 20;

    /** A disk discards so much in some milliseconds. */
    private static final long PIECE = 4L << 20;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final long most;
    private final long largest;
    private final long period;
    private final Deque<Spare> files = new ArrayDeque<>();
    private long bytes;

    /** Whether a thread gives back what is too much. */
    private boolean shrinking;

    private long since = System.nanoTime();

    /** So few they were at some moment of this period. */
    private long fewest;

    /** So much was not needed in the last one, and is to be given back. */
    private long unneeded;

    /** Nothing is kept. */
    private boolean resting;

    private record Spare(Path file, long size) {}

    /**
     * @param most bytes that are kept whether they are needed or not
     * @param largest a longer file is never written over
     * @param period what was not needed for so long is given back
     */
    Spares(long most, long largest, Duration period) {
        this.most = most;
        this.largest = largest;
        this.period = period.toNanos();
    }

    /** Keeps the file of a segment. */
    void take(Segment unused) {
        long size = unused.size();
        if (size < LEAST) {
            unused.delete();
        } else {
            add(new Spare(unused.retire(SUFFIX), size));
        }
    }

    private synchronized void add(Spare spare) {
        files.addLast(spare);
        bytes += spare.size();
        resting = false;
        shrinkIfTooMuch();
    }

    /** Nobody will need them for long: all of them are given back, bit by bit. */
    synchronized void rest() {
        resting = true;
        shrinkIfTooMuch();
    }

    private boolean isTooMuch() {
        return bytes > (resting ? 0 : most) || tooLarge().isPresent();
    }

    private Optional<Spare> tooLarge() {
        return files.stream().filter(spare -> spare.size() > largest).findFirst();
    }

    private void shrinkIfTooMuch() {
        if (!shrinking && isTooMuch()) {
            shrinking = true;
            begin();
            Thread.ofVirtual().name("spares").start(this::shrink);
        }
    }

    /** A segment in a file that was kept, null when there is none. */
    @Nullable
    Segment over(Path name) {
        Spare spare = poll();
        return spare == null ? null : Segment.over(spare.file(), name);
    }

    private synchronized @Nullable Spare poll() {
        Spare found = files.stream()
                .filter(spare -> spare.size() <= largest)
                .findFirst()
                .orElse(null);
        if (found != null) {
            files.remove(found);
            bytes -= found.size();
            fewest = Math.min(fewest, bytes);
        }
        return found;
    }

    private void begin() {
        since = System.nanoTime();
        fewest = bytes;
        unneeded = 0;
    }

    private void shrink() {
        while (giveBack()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Gives a piece back, if there is one that nobody needs; returns whether there will be more. */
    private synchronized boolean giveBack() {
        if (System.nanoTime() - since >= period) {
            long idle = fewest - most;
            begin();
            unneeded = idle;
        }
        Spare spare = tooLarge().orElse(resting || unneeded > 0 ? files.peekFirst() : null);
        if (spare != null) {
            files.remove(spare);
            Spare rest = new Spare(spare.file(), cut(spare));
            if (rest.size() > 0) {
                files.addFirst(rest);
            }
            long less = spare.size() - rest.size();
            bytes -= less;
            fewest -= less;
            unneeded -= less;
        }
        shrinking = isTooMuch();
        return shrinking;
    }

    /** Returns what is left of it. */
    private static long cut(Spare spare) {
        long left = spare.size() - PIECE;
        try {
            if (left < LEAST) {
                Files.deleteIfExists(spare.file());
                return 0;
            }
            try (FileChannel channel = FileChannel.open(spare.file(), StandardOpenOption.WRITE)) {
                channel.truncate(left);
            }
            return left;
        } catch (IOException e) {
            LOG.warn("event=spare-not-removed file={} cause=\"{}\"", spare.file(), String.valueOf(e.getMessage()));
            return 0;
        }
    }

    /** Gives all of them back, at once. */
    synchronized void drop() {
        for (Spare spare : files) {
            try {
                Files.deleteIfExists(spare.file());
            } catch (IOException e) {
                throw Disk.fault(spare.file(), "deleting", e);
            }
        }
        files.clear();
        bytes = 0;
        begin();
    }
}
