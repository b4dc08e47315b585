package dev.lagzero.capture.spool;

import dev.lagzero.capture.disk.Disk;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The page sets of transactions that are not folded into the shadow yet, by position. Not thread-safe. */
public final class Spool implements AutoCloseable {

    private static final String SUFFIX = ".pages";

    private final Path directory;
    private final TreeMap<SourcePosition, PageSet> sets = new TreeMap<>();

    private Spool(Path directory) {
        this.directory = directory;
    }

    /**
     * Opens the sets of one epoch that come after {@code folded}, and removes all others: they are folded or belong to
     * an epoch that was given up.
     *
     * @throws DamagedPageSetException when a set that is needed is not what was written
     */
    public static Spool open(Path directory, SourcePosition folded) throws DamagedPageSetException {
        Spool spool = new Spool(directory);
        try {
            Files.createDirectories(directory);
            for (Path file : files(directory)) {
                spool.take(file, folded);
            }
            return spool;
        } catch (IOException e) {
            throw Disk.fault(directory, "reading", e);
        }
    }

    private void take(Path file, SourcePosition folded) throws IOException, DamagedPageSetException {
        String name = file.getFileName().toString();
        if (name.endsWith(SUFFIX)) {
            SourcePosition position = SourcePosition.parse(
                    name.substring(0, name.length() - SUFFIX.length()).replace('-', ':'));
            if (position.epoch() == folded.epoch() && position.isAfter(folded)) {
                sets.put(position, PageSet.open(file));
                return;
            }
        }
        Files.deleteIfExists(file);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /** Whether the sets follow {@code folded} without a gap. */
    public boolean follows(SourcePosition folded) {
        SourcePosition expected = folded;
        for (SourcePosition position : sets.keySet()) {
            expected = expected.next();
            if (!position.equals(expected)) {
                return false;
            }
        }
        return true;
    }

    public List<PageSet> sets() {
        return new ArrayList<>(sets.values());
    }

    public PageSetWriter begin(PageSetHeader header) {
        SourcePosition position = header.position();
        return new PageSetWriter(header, directory.resolve(position.epoch() + "-" + position.sequence() + SUFFIX));
    }

    public void add(PageSet set) {
        sets.put(set.header().position(), set);
    }

    /** Deletes the sets up to a position; a crash in between leaves some for the next {@link #open}. */
    public void trim(SourcePosition upTo) {
        var folded = sets.headMap(upTo, true);
        folded.values().forEach(PageSet::delete);
        folded.clear();
    }

    /** Deletes everything. */
    public void clear() {
        sets.values().forEach(PageSet::delete);
        sets.clear();
    }

    @Override
    public void close() {
        sets.values().forEach(PageSet::release);
        sets.clear();
    }
}
