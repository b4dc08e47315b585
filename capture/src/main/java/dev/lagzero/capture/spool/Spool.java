package dev.lagzero.capture.spool;

import dev.lagzero.capture.disk.Disk;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page sets of transactions that are not folded into the shadow yet, by position. They lie one behind the other in
 * segments, so that one sync covers all that were added since the last. Not thread-safe, apart from reading pages.
 */
public final class Spool implements AutoCloseable {

    private static final String SUFFIX = ".segment";

    /** No set is begun in a segment beyond this; a larger one makes its segment as long as it is. */
    private static final long FULL = 64L << 20;

    /** A segment in which nothing is needed any more is kept for the next set up to this size. */
    private static final long REUSED = 4L << 20;

    private final Path directory;
    private final TreeMap<SourcePosition, PageSet> sets = new TreeMap<>();
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private final Appender appender = new Appender();
    private @Nullable PageSetWriter writer;

    private Spool(Path directory) {
        this.directory = directory;
    }

    /**
     * Opens the sets of one epoch that follow {@code folded} without a gap, and gives up all others: they are folded,
     * belong to an older epoch, or were never whole.
     */
    public static Spool open(Path directory, SourcePosition folded) {
        Spool spool = new Spool(directory);
        try {
            Files.createDirectories(directory);
            for (Path file : files(directory)) {
                spool.take(file, folded);
            }
            spool.dropUnused();
            return spool;
        } catch (IOException e) {
            throw Disk.fault(directory, "reading", e);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private void take(Path file, SourcePosition folded) throws IOException {
        String name = file.getFileName().toString();
        Segment segment = name.matches("\\d{12}" + SUFFIX) ? Segment.existing(file) : null;
        if (segment == null) {
            Files.deleteIfExists(file);
            return;
        }
        segments.put(Long.parseLong(name, 0, 12, 10), segment);
        for (PageSet set : SegmentScan.read(segment)) {
            take(set, folded);
        }
    }

    /** A set at a place that is taken already has replaced what stood there: transactions were merged. */
    private void take(PageSet set, SourcePosition folded) {
        SourcePosition position = set.header().position();
        if (position.epoch() == folded.epoch() && set.header().through().isAfter(folded)) {
            sets.tailMap(position, true).clear();
            if (position.equals(newest(folded).next())) {
                sets.put(position, set);
            }
        }
    }

    private SourcePosition newest(SourcePosition folded) {
        return sets.isEmpty() ? folded : sets.lastEntry().getValue().header().through();
    }

    public Collection<PageSet> sets() {
        return sets.values();
    }

    /** Begins the set behind all others. One at a time: it is finished or closed before the next is begun. */
    public PageSetWriter begin(SourcePosition position, int pageSize, @Nullable String reason) {
        return begin(new PageSetWriter.Opening(position, position, pageSize, reason));
    }

    private PageSetWriter begin(PageSetWriter.Opening opening) {
        if (segments.isEmpty() || segments.lastEntry().getValue().tail() >= FULL) {
            newSegment();
        }
        writer = new PageSetWriter(segments.lastEntry().getValue(), appender, opening);
        return writer;
    }

    private void newSegment() {
        long number = segments.isEmpty() ? 1 : segments.lastKey() + 1;
        segments.put(number, Segment.create(directory.resolve("%012d%s".formatted(number, SUFFIX))));
    }

    /** Puts all that is finished into the files; {@link #add} does it too. */
    public void flush() {
        appender.flush();
    }

    /** Takes a set in that is finished. */
    public void add(PageSet set) {
        flush();
        writer = null;
        set.segment().show();
        sets.put(set.header().position(), set);
    }

    /** Makes every set that was added survive a power loss. */
    public void sync() {
        dirty().forEach(Runnable::run);
    }

    /** What there is to be done for {@link #sync}: it may be done while others look something up. */
    public List<Runnable> dirty() {
        return segments.values().stream()
                .filter(Segment::isUnsynced)
                .<Runnable>map(segment -> segment::sync)
                .toList();
    }

    /**
     * Writes what several sets come to, in a segment of its own behind theirs. It is no set before it is finished: a
     * crash until then leaves all of them. To be {@linkplain #replace put in their place} or {@linkplain #giveUp given
     * up}.
     */
    public PageSetWriter gather(SourcePosition position, PageSetHeader last, Iterable<PageOf> content) {
        newSegment();
        PageSetWriter into = begin(new PageSetWriter.Opening(position, last.through(), last.pageSize(), "spool-bound"));
        for (PageOf page : content) {
            into.page(page.number(), page.set().page(page.index()));
        }
        return into;
    }

    /**
     * Puts a set in the place of all from its position on. It survives a power loss when this returns; a crash before
     * leaves either all of them or the one, so none of them may be begun to be published meanwhile.
     */
    public void replace(PageSet set) {
        flush();
        set.segment().sync();
        sets.tailMap(set.header().position(), true).clear();
        add(set);
        dropUnused();
    }

    /** Forgets what was gathered. */
    public void giveUp(PageSetWriter gathered) {
        writer = null;
        appender.discard();
        segments.values().remove(gathered.segment());
        gathered.segment().delete();
    }

    /** Whether a set was begun that is neither added nor given up. */
    public boolean isWriting() {
        return (writer != null && !writer.isGivenUp())
                || segments.values().stream().anyMatch(Segment::holdsUnshown);
    }

    /** One page of a set. */
    public record PageOf(int number, PageSet set, int index) {}

    /** Gives up the sets up to a position; a crash in between leaves some for the next {@link #open}. */
    public void trim(SourcePosition upTo) {
        sets.headMap(upTo, true).clear();
        dropUnused();
    }

    /** Gives up everything. */
    public void clear() {
        appender.discard();
        sets.clear();
        segments.values().forEach(Segment::delete);
        segments.clear();
    }

    private void dropUnused() {
        Set<Segment> used = new HashSet<>();
        sets.values().forEach(set -> used.add(set.segment()));
        if (!segments.isEmpty()) {
            Segment last = segments.lastEntry().getValue();
            if (last.size() <= REUSED || isWriting()) {
                used.add(last);
            }
        }
        List<Long> unused = new ArrayList<>();
        segments.forEach((number, segment) -> {
            if (!used.contains(segment) && !segment.holdsUnshown()) {
                segment.delete();
                unused.add(number);
            }
        });
        unused.forEach(segments::remove);
    }

    /** Gives descriptors back until they are needed again. */
    public void release() {
        flush();
        appender.release();
        segments.values().forEach(Segment::release);
    }

    @Override
    public void close() {
        release();
        sets.clear();
        segments.clear();
    }
}
