package dev.lagzero.capture.shadow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.lagzero.capture.spool.PageSet;
import dev.lagzero.capture.spool.PageSetWriter;
import dev.lagzero.capture.spool.Spool;
import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories, and at random moments the directory as a kill would leave it, or with a torn end as a power loss
 * would: what is found there is a whole prefix of the truth, with all that was said to be safe.
 */
class KilledHistoryTest {

    private static final int PAGE = 512;
    private static final SourcePosition START = new SourcePosition(1, 0);

    @TempDir
    Path data;

    private final TreeMap<SourcePosition, byte[][]> truth = new TreeMap<>();
    private long seed;
    private Random random;
    private StateDirectory directory;
    private PageHistory history;
    private SourcePosition taken = START;
    private int kills;

    @BeforeEach
    void begin() {
        seed = Long.getLong("lagzero.seed", new Random().nextLong());
        random = new Random(seed);
        directory = StateDirectory.open(data.resolve("a"), "s");
        ShadowState.Owner owner = new ShadowState.Owner("s", "/s.db");
        ShadowState.Place place = new ShadowState.Place("t", 0, 0);
        ShadowState state = new ShadowState(START, START, 0, 0, owner, "me", directory.home(), "", place, "");
        history = PageHistory.begin(directory, state, Spool.open(directory.spool(), START), new PageCache());
        truth.put(START, new byte[0][]);
    }

    @AfterEach
    void end() {
        Moment.witness(moment -> {});
        history.close();
        directory.close();
    }

    private void commit() {
        byte[][] before = truth.lastEntry().getValue();
        byte[][] after = new byte[Math.max(1, before.length + random.nextInt(5) - 2)][];
        SourcePosition position = truth.lastKey().next();
        try (PageSetWriter writer = history.begin(position, PAGE, null)) {
            for (int i = 0; i < after.length; i++) {
                boolean kept = i < before.length && random.nextInt(4) > 0;
                after[i] = kept ? before[i] : new byte[PAGE];
                if (!kept) {
                    random.nextBytes(after[i]);
                    writer.page(i + 1, after[i]);
                }
            }
            if (random.nextInt(8) == 0) {
                return;
            }
            truth.put(position, after);
            history.add(writer.finish(after.length, "m" + position.sequence(), 1));
        }
    }

    private void take() throws InterruptedException {
        if (history.synced().isAfter(taken)) {
            PageSet set = history.take(taken).orElseThrow(() -> failure("nothing after " + taken));
            taken = set.header().through();
        }
    }

    private AssertionError failure(String what) {
        return new AssertionError("seed " + seed + ": " + what);
    }

    private void fold() {
        if (taken.isAfter(history.state().position())) {
            history.fold(taken, taken.sequence());
        }
    }

    /** What was safe before the kill, and what the directory then holds. */
    private void kill() {
        SourcePosition safe = history.synced();
        SourcePosition published = taken;
        boolean torn = random.nextInt(3) == 0;
        Path copy = data.resolve("kill" + kills++);
        try {
            copy(data.resolve("a"), copy);
            if (torn) {
                tear(copy.resolve("sources/s/spool"));
            }
            check(copy, torn ? START : safe, published);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void tear(Path spool) throws java.io.IOException {
        try (Stream<Path> files = Files.list(spool)) {
            List<Path> segments = files.sorted().toList();
            if (!segments.isEmpty()) {
                try (RandomAccessFile last =
                        new RandomAccessFile(segments.getLast().toFile(), "rw")) {
                    last.setLength(random.nextLong(last.length() + 1));
                }
            }
        }
    }

    private void check(Path copy, SourcePosition safe, SourcePosition published) {
        try (StateDirectory killed = StateDirectory.open(copy, "s")) {
            ShadowState state = killed.load().orElseThrow(() -> failure("no state"));
            Spool spool = Spool.open(killed.spool(), state.position());
            List<PageSet> sets = List.copyOf(spool.sets());
            try (PageHistory found = PageHistory.resume(killed, state, spool, new PageCache())) {
                assertFalse(
                        safe.isAfter(found.newest()), () -> "seed " + seed + ": lost " + found.newest() + " " + safe);
                if (!state.folding().isAfter(found.newest())) {
                    assertSame(found, state.folding());
                }
                for (PageSet set : sets) {
                    SourcePosition through = set.header().through();
                    boolean parted = published.isAfter(set.header().position().equals(START) ? START : before(set))
                            && through.isAfter(published);
                    assertFalse(
                            parted, () -> "seed " + seed + ": " + published + " is in the middle of " + set.header());
                    if (!state.folding().isAfter(through)) {
                        assertSame(found, through);
                    }
                }
            }
        }
    }

    private static SourcePosition before(PageSet set) {
        SourcePosition position = set.header().position();
        return new SourcePosition(position.epoch(), position.sequence() - 1);
    }

    private void assertSame(PageHistory found, SourcePosition position) {
        byte[][] pages = truth.get(position);
        View view = found.view(position);
        assertEquals(pages.length, view.pageCount(), () -> "seed " + seed + " at " + position);
        for (int i = 0; i < pages.length; i++) {
            assertArrayEquals(pages[i], view.read(i + 1), "seed " + seed + " at " + position + " page " + (i + 1));
        }
    }

    private static void copy(Path from, Path to) throws java.io.IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted().toList()) {
                try {
                    Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
                } catch (NoSuchFileException e) {
                    assertFalse(Files.exists(file), "deleted since it was listed");
                }
            }
        }
    }

    @Test
    void whatAKillLeavesIsAWholePrefixOfTheTruth() throws Exception {
        Moment.witness(moment -> {
            if (moment == Moment.MID_FOLD && random.nextInt(20) == 0 || moment == Moment.FOLDED) {
                kill();
            }
        });
        for (int step = 0; step < 1500; step++) {
            switch (random.nextInt(12)) {
                case 0, 1 -> history.sync();
                case 2, 3 -> take();
                case 4 -> fold();
                case 5 -> history.cut().ifPresent(history::merge);
                case 6 -> history.release();
                case 7 -> kill();
                case 8 -> restart();
                default -> commit();
            }
            assertSame(history, history.newest());
        }
    }

    private void restart() {
        history.close();
        ShadowState state = directory.load().orElseThrow(() -> failure("no state"));
        history =
                PageHistory.resume(directory, state, Spool.open(directory.spool(), state.position()), new PageCache());
        history.taken(taken);
    }

    /** Transactions are committed, and Kafka comes back, while others are being merged: nothing is found twice after a kill. */
    @Test
    void nothingThatIsTakenIsFoundMergedAfterAKillAndWhatCameMeanwhileIsFound() throws Exception {
        for (int round = 0; round < 30; round++) {
            for (int i = 0; i < 60; i++) {
                commit();
            }
            history.sync();
            SourcePosition cut = history.cut().orElseThrow();
            CompletableFuture<Void> merging = CompletableFuture.runAsync(() -> history.merge(cut));
            while (!merging.isDone()) {
                history.take(taken).ifPresent(set -> taken = set.header().through());
                commit();
                history.sync();
                kill();
            }
            merging.get();
            kill();
            while (history.synced().isAfter(taken)) {
                take();
            }
            fold();
        }
    }
}
