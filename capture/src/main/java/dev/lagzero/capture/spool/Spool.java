package dev.lagzero.capture.spool;

import dev.lagzero.capture.disk.Disk;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page sets of transactions that are not folded into the shadow yet, by position. They lie one behind the other in
 * segments, so that one sync covers all that were added since the last. One thread writes sets and adds them; meanwhile
 * others may read pages, sync and trim.
 */
public final class Spool implements AutoCloseable {

    private static final String SUFFIX = ".segment";

    /** No set is begun in a segment beyond this; a larger one makes its segment as long as it is. */
    private static final long FULL = 64L << 20;

    /** A segment in which nothing is needed any more is kept for the next set up to this size. */
    private static final long REUSED = 4L << 20;

    /** So many bytes of segments in which nothing is needed are kept for the next ones; a busy source fills them in a second. */
    private static final long SPARE = 8 * FULL;

    /** More are kept while they are needed now and then: when Kafka is away, it is all that may wait for it. */
    private static final Duration NEEDED = Duration.ofSeconds(10);

    /** Sets that are forgotten at once, while who adds one waits. */
    private static final int AT_ONCE = 1000;

    private final Path directory;
    private final Spares spares = new Spares(SPARE, 2 * FULL, NEEDED);
    private final TreeMap<SourcePosition, PageSet> sets = new TreeMap<>();
    private final TreeMap<Long, Segment> segments = new TreeMap<>();
    private final Appender appender = new Appender();
    private @Nullable PageSetWriter writer;

    /** What sets are added to; the next one begins another when there is none. */
    private @Nullable Segment current;

    /** Where several sets are being gathered. */
    private @Nullable Segment gathering;

    /** The highest of all names: none is used twice, for the file of an older one may yet be deleted. */
    private long number;

    /** A name between those of what may be gathered and of what comes after it. */
    private long between;

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
            spool.current =
                    spool.segments.isEmpty() ? null : spool.segments.lastEntry().getValue();
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
        number = Math.max(number, Long.parseLong(name, 0, 12, 10));
        segments.put(number, segment);
        for (PageSet set : SegmentScan.read(segment)) {
            take(set, folded);
        }
    }

    /** A set at a place that is taken already has replaced what stood there: transactions were merged. */
    private void take(PageSet set, SourcePosition folded) {
        SourcePosition position = set.header().position();
        if (position.epoch() == folded.epoch() && set.header().through().isAfter(folded)) {
            forget(sets.tailMap(position, true));
            if (position.equals(newest(folded).next())) {
                keep(set);
            }
        }
    }

    private void keep(PageSet set) {
        sets.put(set.header().position(), set);
        set.segment().use();
    }

    private static void forget(SortedMap<SourcePosition, PageSet> some) {
        some.values().forEach(set -> set.segment().unuse());
        some.clear();
    }

    private SourcePosition newest(SourcePosition folded) {
        return sets.isEmpty() ? folded : sets.lastEntry().getValue().header().through();
    }

    public Collection<PageSet> sets() {
        return sets.values();
    }

    /** Begins the set behind all others. One at a time: it is finished or closed before the next is begun. */
    public synchronized PageSetWriter begin(SourcePosition position, int pageSize, @Nullable String reason) {
        Segment into = current;
        if (into == null || into.tail() >= FULL) {
            into = create(++number);
            current = into;
        }
        PageSetWriter.Opening opening = new PageSetWriter.Opening(position, position, pageSize, reason);
        PageSetWriter begun = new PageSetWriter(into, appender, opening);
        writer = begun;
        return begun;
    }

    private Segment create(long name) {
        Path file = directory.resolve("%012d%s".formatted(name, SUFFIX));
        Segment spare = spares.over(file);
        Segment created = spare == null ? Segment.create(file) : spare;
        segments.put(name, created);
        return created;
    }

    /** Puts all that is finished into the files; {@link #add} does it too. */
    public void flush() {
        appender.flush();
    }

    /** Takes a set in that is finished. */
    public synchronized void add(PageSet set) {
        flush();
        writer = null;
        set.segment().show();
        keep(set);
    }

    /** Makes every set that was added survive a power loss. */
    public void sync() {
        dirty().forEach(Runnable::run);
    }

    /** What there is to be done for {@link #sync}: it may be done while others look something up. */
    public synchronized List<Runnable> dirty() {
        return segments.values().stream()
                .filter(Segment::isUnsynced)
                .<Runnable>map(segment -> segment::sync)
                .toList();
    }

    /**
     * From now on sets are added behind a place where those before may be {@linkplain #gather gathered}. Not while one
     * is being written.
     */
    public synchronized void leaveRoom() {
        flush();
        between = ++number;
        current = null;
    }

    /**
     * Writes what several sets come to, all in front of where {@linkplain #leaveRoom room was left}, in a segment of its
     * own; others may be added meanwhile. It is no set before it is finished: a crash until then leaves all of them.
     * When this returns it survives a power loss; to be {@linkplain #replace put in their place}.
     */
    public PageSet gather(SourcePosition position, PageSetHeader last, Iterable<PageOf> content) {
        Segment into;
        synchronized (this) {
            into = create(between);
            gathering = into;
        }
        Appender own = new Appender();
        PageSetWriter.Opening opening =
                new PageSetWriter.Opening(position, last.through(), last.pageSize(), "spool-bound");
        try (PageSetWriter whole = new PageSetWriter(into, own, opening)) {
            for (PageOf page : content) {
                whole.page(page.number(), page.set().page(page.index()));
            }
            own.flush();
            // What stands in front of them must not be lost where they are kept.
            sync();
            PageSet set = whole.finish(last.pageCount(), last.mark(), last.timestampMillis());
            own.flush();
            into.sync();
            return set;
        }
    }

    /** Puts a gathered set in the place of all that it covers; none of them may be begun to be published. */
    public void replace(PageSet set) {
        synchronized (this) {
            PageSetHeader header = set.header();
            forget(sets.subMap(header.position(), true, header.through(), true));
            set.segment().show();
            keep(set);
            gathering = null;
        }
    }

    /** Whether a set was begun that is neither added nor given up. */
    public synchronized boolean isWriting() {
        return (writer != null && !writer.isGivenUp())
                || segments.values().stream().anyMatch(Segment::holdsUnshown);
    }

    /** One page of a set. */
    public record PageOf(int number, PageSet set, int index) {}

    /** Gives up the sets up to a position; a crash in between leaves some for the next {@link #open}. */
    public void trim(SourcePosition upTo) {
        while (forgetSome(upTo)) {
            Thread.onSpinWait();
        }
        dropUnused();
    }

    /** Returns whether there may be more. */
    private synchronized boolean forgetSome(SourcePosition upTo) {
        for (int i = 0; i < AT_ONCE; i++) {
            if (sets.isEmpty() || sets.firstKey().isAfter(upTo)) {
                return false;
            }
            sets.pollFirstEntry().getValue().segment().unuse();
        }
        return true;
    }

    /** Gives up everything. */
    public synchronized void clear() {
        appender.discard();
        sets.clear();
        segments.values().forEach(Segment::delete);
        segments.clear();
        current = null;
        spares.drop();
    }

    /** Deleting a large file takes a while: who writes the next set does not wait for it. */
    public void dropUnused() {
        takeUnused().forEach(spares::take);
    }

    private synchronized List<Segment> takeUnused() {
        List<Segment> unused = segments.values().stream()
                .filter(segment -> !segment.isUsed() && !segment.holdsUnshown() && segment != gathering)
                .filter(segment -> segment != current || (segment.tail() > REUSED && !isWriting()))
                .toList();
        segments.values().removeAll(unused);
        if (current != null && unused.contains(current)) {
            current = null;
        }
        return unused;
    }

    /** Gives back the room that is kept for the next sets. */
    public void dropSpares() {
        spares.drop();
    }

    /** Gives descriptors, and what is spare, back until they are needed again. */
    public synchronized void release() {
        flush();
        appender.release();
        spares.rest();
        segments.values().forEach(Segment::release);
    }

    @Override
    public synchronized void close() {
        release();
        spares.drop();
        sets.clear();
        segments.clear();
    }
}
