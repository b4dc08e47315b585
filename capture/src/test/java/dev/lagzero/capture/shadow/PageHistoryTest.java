package dev.lagzero.capture.shadow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lagzero.capture.page.Pages;
import dev.lagzero.capture.spool.PageSetWriter;
import dev.lagzero.capture.spool.Spool;
import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageHistoryTest {

    private static final SourcePosition START = new SourcePosition(1, 0);

    @TempDir
    Path data;

    private StateDirectory directory;
    private PageHistory history;

    /** What the pages should be at each position. */
    private final TreeMap<SourcePosition, byte[][]> truth = new TreeMap<>();

    private final Random random = new Random(7);

    /** Thrown by the witness: the process dies here. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void begin() throws Exception {
        directory = StateDirectory.open(data, "s");
        history = NewHistory.begin(directory, NewHistory.state(directory, Path.of("/s.db")));
        truth.put(START, new byte[0][]);
    }

    @AfterEach
    void end() {
        Moment.witness(moment -> {});
        history.close();
        directory.close();
    }

    private void restart() throws Exception {
        history.close();
        ShadowState state = directory.load().orElseThrow();
        history =
                PageHistory.resume(directory, state, Spool.open(directory.spool(), state.position()), new PageCache());
    }

    /** A transaction that changes some pages and the number of pages, and now and then the page size. */
    private void commit() {
        byte[][] before = truth.lastEntry().getValue();
        int oldSize = before.length == 0 ? 512 : before[0].length;
        boolean resized = random.nextInt(6) == 0;
        int size = resized ? (oldSize == 512 ? 1024 : 512) : oldSize;
        byte[][] after = new byte[1 + random.nextInt(12)][];
        SourcePosition position = truth.lastKey().next();
        try (PageSetWriter writer = history.begin(position, size, "compare")) {
            for (int i = 0; i < after.length; i++) {
                boolean kept = !resized && i < before.length && random.nextInt(3) > 0;
                after[i] = kept ? before[i] : new byte[size];
                if (!kept) {
                    random.nextBytes(after[i]);
                    writer.page(i + 1, after[i]);
                }
            }
            history.add(writer.finish(after.length, "m" + position.sequence(), 1));
            history.sync();
        }
        truth.put(position, after);
    }

    private void assertViewsAreTrue() {
        SourcePosition shadow = history.state().folding();
        truth.tailMap(shadow).forEach((position, pages) -> {
            if (!position.isAfter(history.newest())) {
                assertSame(pages, history.view(position), "at " + position);
            }
        });
    }

    private static void assertSame(byte[][] expected, Pages actual, String message) {
        assertEquals(expected.length, actual.pageCount(), message);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], actual.read(i + 1), message + " page " + (i + 1));
        }
    }

    @Test
    void everyPositionFromTheShadowOnCanBeViewed() throws Exception {
        for (int round = 0; round < 60; round++) {
            commit();
            assertViewsAreTrue();
            if (random.nextInt(3) == 0) {
                long behind = random.nextInt((int) history.newest().sequence());
                SourcePosition upTo = new SourcePosition(1, history.newest().sequence() - behind);
                if (upTo.isAfter(history.state().position())) {
                    history.fold(upTo, 1);
                }
                assertViewsAreTrue();
            }
            if (random.nextInt(5) == 0) {
                restart();
                assertViewsAreTrue();
            }
        }
    }

    @Test
    void aViewThatIsOpenDoesNotChangeWhileItsSetsAreFolded() {
        commit();
        commit();
        byte[][] expected = truth.lastEntry().getValue();
        View view = history.view(history.newest());
        history.fold(history.newest(), 1);
        commit();
        assertSame(expected, view, "folded underneath");
    }

    @Test
    void aFoldCutOffAnywhereIsFinishedByDoingItAgain() throws Exception {
        for (int cut = 1; cut < 80; cut++) {
            commit();
            commit();
            SourcePosition upTo = history.newest();
            commit();
            boolean whole = foldUntil(upTo, cut % 23);
            restart();
            if (!whole) {
                assertEquals(upTo, history.state().folding(), "a begun fold is remembered");
            }
            assertViewsAreTrue();
            history.fold(upTo, 5);
            assertEquals(upTo, history.state().position());
            assertViewsAreTrue();
            restart();
            assertViewsAreTrue();
        }
    }

    private boolean foldUntil(SourcePosition upTo, int steps) {
        int[] left = {steps};
        Moment.witness(moment -> {
            if ((moment == Moment.MID_FOLD || moment == Moment.FOLDED) && left[0]-- == 0) {
                throw new Killed();
            }
        });
        try {
            history.fold(upTo, 5);
            return true;
        } catch (Killed killed) {
            return history.newest().equals(START);
        } finally {
            Moment.witness(moment -> {});
        }
    }

    /** Kafka is away: what nobody has taken becomes one transaction, and no position is lost. */
    @Test
    void mergedTransactionsAreOneThatCoversThemAll() throws Exception {
        for (int round = 0; round < 40; round++) {
            commit();
            commit();
            history.take(history.state().position());
            SourcePosition taken = history.state().position().next();
            for (int i = random.nextInt(5); i >= 0; i--) {
                commit();
            }
            SourcePosition newest = history.newest();
            history.cut().ifPresent(history::merge);
            assertEquals(newest, history.newest());
            assertEquals("m" + newest.sequence(), history.newestMark());
            assertSame(truth.get(taken), history.view(taken), "taken, so it is kept");
            assertSame(truth.get(newest), history.view(newest), "the merged ones");
            if (random.nextBoolean()) {
                restart();
            }
            assertSame(truth.get(newest), history.view(newest), "the merged ones");
            SourcePosition merged = taken.next();
            assertEquals(newest, history.take(taken).orElseThrow().header().through());
            history.fold(merged, 5);
            assertEquals(taken.equals(newest) ? newest : taken, beforeOr(taken));
            history.fold(newest, 5);
            assertEquals(newest, history.state().position());
            assertSame(truth.get(newest), history.view(newest), "folded");
        }
    }

    /** A set that covers several positions is folded when the last of them is published, not before. */
    private SourcePosition beforeOr(SourcePosition taken) {
        history.fold(taken, 5);
        return history.state().position();
    }

    private void add(SourcePosition position, byte[] page) {
        try (PageSetWriter writer = history.begin(position, page.length, null)) {
            writer.page(1, page);
            history.add(writer.finish(1, "", 1));
        }
    }

    /** Kafka was away for a minute: the same page was changed by each of very many transactions. */
    @Test
    void aPageThatManyTransactionsChangedIsReadAndFoldedHoweverManyThereAre() {
        byte[] page = new byte[512];
        for (int i = 1; i <= 30_000; i++) {
            ByteBuffer.wrap(page).putInt(0, i);
            add(new SourcePosition(1, i), page);
        }
        history.sync();
        for (int i = 1; i <= 30_000; i++) {
            byte[] seen = history.view(new SourcePosition(1, i)).read(1);
            assertEquals(i, ByteBuffer.wrap(seen).getInt(0));
        }
        history.fold(new SourcePosition(1, 29_990), 1);
        history.fold(new SourcePosition(1, 29_991), 1);
        assertEquals(
                29_991,
                ByteBuffer.wrap(history.view(new SourcePosition(1, 29_991)).read(1))
                        .getInt(0));
        assertEquals(
                30_000,
                ByteBuffer.wrap(history.view(new SourcePosition(1, 30_000)).read(1))
                        .getInt(0));
    }

    @Test
    void whileItRestsNothingIsTakenAndAfterwardsThereIsNews() {
        commit();
        AtomicInteger news = new AtomicInteger();
        history.onNews(news::incrementAndGet);
        int before = news.get();
        history.rest(true);
        assertTrue(history.take(START).isEmpty());
        history.rest(false);
        assertTrue(news.get() > before);
        assertTrue(history.take(START).isPresent());
    }

    /** A comparison after a restart, with a spool that is full already. */
    @Test
    void nothingIsMergedWhileASetIsBeingWritten() throws Exception {
        commit();
        commit();
        SourcePosition position = history.newest().next();
        byte[] page = new byte[512];
        random.nextBytes(page);
        try (PageSetWriter writer = history.begin(position, 512, "compare")) {
            writer.page(1, page);
            assertTrue(history.cut().isEmpty());
            history.add(writer.finish(1, "", 1));
        }
        history.sync();
        restart();
        assertArrayEquals(page, history.view(position).read(1));
        history.cut().ifPresent(history::merge);
    }

    @Test
    void aHistoryAtRestHoldsNoDescriptorsAndGoesOn() throws Exception {
        commit();
        history.fold(history.newest(), 1);
        commit();
        assertViewsAreTrue();
        assumeTrue(Files.exists(Path.of("/proc/self/fd")));
        assertEquals(2, descriptors());
        history.release();
        assertEquals(0, descriptors());
        assertViewsAreTrue();
        commit();
        assertViewsAreTrue();
    }

    /** Open files of the page image and the spool. */
    private long descriptors() throws Exception {
        long count = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : open) {
                Path file = Files.isSymbolicLink(link) ? Files.readSymbolicLink(link) : link;
                count += file.startsWith(data.toRealPath()) && !file.endsWith("lock") ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void whatWasAddedIsSyncedOnlyWhenSaidSo() {
        try (PageSetWriter writer = history.begin(START.next(), 512, null)) {
            writer.page(1, new byte[512]);
            history.add(writer.finish(1, "", 1));
        }
        assertEquals(START, history.synced());
        history.sync();
        assertEquals(START.next(), history.synced());
    }

    @Test
    void theStateIsReadBackAsItWasSaved() {
        commit();
        history.fold(history.newest(), 77);
        ShadowState state = directory.load().orElseThrow();
        assertEquals(history.state(), state);
        assertEquals(77, state.place().offset());
        assertEquals(state, ShadowState.decode(state.encode()));
    }

    @Test
    void aDamagedStateCountsAsNone() {
        byte[] bytes = history.state().encode();
        bytes[bytes.length / 2] ^= 4;
        assertThrows(IllegalArgumentException.class, () -> ShadowState.decode(bytes));
    }
}
