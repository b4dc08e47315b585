package dev.lagzero.capture.spool;

import dev.lagzero.capture.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Files of segments of which nothing is needed any more, to be written over: a file that is deleted gives its blocks back
 * one moment, and the next one takes them again the next, and everybody's syncs wait for both. Several threads may use it.
 */
final class Spares {

    private static final String SUFFIX = ".spare";

    /** Shorter ones are rare. */
    private static final long LEAST = 4L << 20;

    private final long most;
    private final Deque<Path> files = new ArrayDeque<>();
    private long bytes;

    /** @param most bytes that are kept */
    Spares(long most) {
        this.most = most;
    }

    /** Keeps the file of a segment, if there is room for it; else it is deleted. */
    void take(Segment unused) {
        long size = unused.size();
        if (reserve(size)) {
            add(unused.retire(SUFFIX));
        } else {
            unused.delete();
        }
    }

    private synchronized boolean reserve(long size) {
        boolean kept = size >= LEAST && bytes + size <= most;
        bytes += kept ? size : 0;
        return kept;
    }

    private synchronized void add(Path file) {
        files.add(file);
    }

    /** A segment in a file that was kept, null when there is none. */
    @Nullable
    Segment over(Path name) {
        Path spare = poll();
        if (spare == null) {
            return null;
        }
        Segment segment = Segment.over(spare, name);
        free(segment.size());
        return segment;
    }

    private synchronized @Nullable Path poll() {
        return files.poll();
    }

    private synchronized void free(long size) {
        bytes -= size;
    }

    /** Gives them back. */
    synchronized void drop() {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw Disk.fault(file, "deleting", e);
            }
        }
        files.clear();
        bytes = 0;
    }
}
