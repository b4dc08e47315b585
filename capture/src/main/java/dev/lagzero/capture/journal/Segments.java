package dev.lagzero.capture.journal;

import dev.lagzero.capture.disk.Disk;
import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a journal, oldest first, within their bound. The next one is made before it is needed. Thread-safe. */
final class Segments {

    private static final Logger LOG = LoggerFactory.getLogger(Segments.class);

    private final Path directory;
    private final JournalLimits limits;
    private volatile List<Segment> all;
    private @Nullable Segment spare;
    private boolean sparing;
    private long number;

    Segments(Path directory, JournalLimits limits, Consumer<Transaction> recovered) {
        this.directory = directory;
        this.limits = limits;
        try {
            Files.createDirectories(directory);
            this.all = recover(files(directory), recovered);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(directory, e);
        }
    }

    private static CaptureFault unreadable(Path directory, Exception e) {
        return e instanceof IOException io
                ? Disk.fault(directory, "reading", io)
                : new CaptureFault("the journal in " + directory + " cannot be read: " + e.getMessage() + ".", e);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        }
    }

    /** Only a power loss leaves a hole, in front of what was never synced: what stands behind it does not count. */
    private List<Segment> recover(List<Path> files, Consumer<Transaction> recovered) throws IOException {
        List<Segment> found = new ArrayList<>();
        SourcePosition[] last = {SourcePosition.NONE};
        boolean torn = false;
        for (Path file : files) {
            List<Transaction> inside = new ArrayList<>();
            Segment segment = Segment.recover(file, inside::add);
            number = Math.max(number, segment.number() + 1);
            if (inside.isEmpty() && segment.isUnused() && file.equals(files.getLast())) {
                segment.delete();
                continue;
            }
            torn |= inside.isEmpty() || !follows(last[0], inside.getFirst().position());
            if (torn) {
                LOG.warn("event=torn-journal file={} transactions={}", file, inside.size());
                segment.setAside();
                continue;
            }
            inside.forEach(recovered);
            last[0] = segment.last();
            found.add(segment);
        }
        return List.copyOf(found);
    }

    static boolean follows(SourcePosition before, SourcePosition next) {
        return before.equals(SourcePosition.NONE) || next.equals(before.next()) || next.epoch() > before.epoch();
    }

    List<Segment> all() {
        return all;
    }

    long bytes() {
        return all.stream().mapToLong(Segment::size).sum();
    }

    /**
     * A new segment, the newest from now on, with room for a record.
     *
     * @param before the transaction that those in it follow
     * @throws RefusedWrite when there is no room within the bound, or on the disk
     */
    synchronized Segment begin(SourcePosition before, int length) {
        long size = Math.max(limits.segmentBytes(), (long) length + Segment.HEADER + Segment.FRAME);
        if (size > limits.bytes()) {
            throw new RefusedWrite(
                    RefusedWrite.Reason.TOO_LARGE,
                    "a transaction of " + length + " bytes does not fit the journal of " + limits.bytes()
                            + " bytes. Make it smaller, or give the journal more room.");
        }
        if (bytes() + size > limits.bytes()) {
            throw new RefusedWrite(
                    RefusedWrite.Reason.FULL,
                    "the journal in " + directory + " is full: " + bytes() + " of " + limits.bytes()
                            + " bytes wait for Kafka. Check that Kafka takes records; then try again.");
        }
        Segment prepared = spare;
        spare = null;
        Segment next = prepared;
        if (prepared == null || prepared.size() < size) {
            // Numbers tell the order: a spare must not be used after what is made now.
            if (prepared != null) {
                discard(prepared);
            }
            next = create((int) size);
        }
        next.begin(before);
        List<Segment> more = new ArrayList<>(all);
        more.add(next);
        all = List.copyOf(more);
        return next;
    }

    private Segment create(int size) {
        try {
            return Segment.create(directory, number++, size);
        } catch (IOException e) {
            throw new RefusedWrite(
                    RefusedWrite.Reason.FULL,
                    Disk.fault(directory, "writing", e).getMessage(),
                    e);
        }
    }

    /** Makes the next segment before it is asked for; not while writers wait. */
    void prepare() {
        long next;
        synchronized (this) {
            if (spare != null || sparing || bytes() + limits.segmentBytes() > limits.bytes()) {
                return;
            }
            sparing = true;
            next = number++;
        }
        Segment made = null;
        try {
            made = Segment.create(directory, next, limits.segmentBytes());
            made.warm();
        } catch (IOException e) {
            LOG.warn("event=journal-disk directory={} note=\"{}\"", directory, e.getMessage());
        }
        synchronized (this) {
            sparing = false;
            if (made != null && next + 1 == number) {
                spare = made;
            } else if (made != null) {
                discard(made);
            }
        }
    }

    private static void discard(Segment segment) {
        try {
            segment.delete();
        } catch (IOException e) {
            throw new CaptureFault("a file of the journal cannot be deleted: " + e.getMessage(), e);
        }
    }

    /** Deletes what holds only transactions up to a position; never the newest. */
    synchronized void trim(SourcePosition through) {
        List<Segment> kept = new ArrayList<>(all);
        while (kept.size() > 1 && !kept.getFirst().last().isAfter(through)) {
            discard(kept.removeFirst());
        }
        all = List.copyOf(kept);
    }

    synchronized void close() {
        if (spare != null) {
            discard(spare);
            spare = null;
        }
    }
}
