package dev.lagzero.capture.shadow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lagzero.capture.page.Pages;
import dev.lagzero.capture.spool.PageSetHeader;
import dev.lagzero.capture.spool.PageSetWriter;
import dev.lagzero.capture.spool.Spool;
import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
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
        ShadowState state = new ShadowState(
                START,
                START,
                0,
                0,
                new ShadowState.Owner("s", "/s.db"),
                "me",
                directory.home(),
                "all",
                new ShadowState.Place("topic", 0, 1));
        history = PageHistory.begin(directory, state, Spool.open(directory.spool(), START));
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
        history = PageHistory.resume(directory, state, Spool.open(directory.spool(), state.position()));
    }

    /** A transaction that changes some pages and the number of pages, and now and then the page size. */
    private void commit() {
        byte[][] before = truth.lastEntry().getValue();
        int oldSize = before.length == 0 ? 512 : before[0].length;
        boolean resized = random.nextInt(6) == 0;
        int size = resized ? (oldSize == 512 ? 1024 : 512) : oldSize;
        byte[][] after = new byte[1 + random.nextInt(12)][];
        SourcePosition position = truth.lastKey().next();
        PageSetHeader header =
                new PageSetHeader(position, PageSetHeader.DECODER_VERSION, size, after.length, "compare", 1);
        try (PageSetWriter writer = history.begin(header)) {
            for (int i = 0; i < after.length; i++) {
                boolean kept = !resized && i < before.length && random.nextInt(3) > 0;
                after[i] = kept ? before[i] : new byte[size];
                if (!kept) {
                    random.nextBytes(after[i]);
                    writer.page(i + 1, after[i]);
                }
            }
            history.add(writer.finish());
        }
        truth.put(position, after);
    }

    private void assertViewsAreTrue() {
        SourcePosition shadow = history.state().folding();
        truth.tailMap(shadow).forEach((position, pages) -> {
            if (!position.isAfter(history.newest())) {
                try (View view = history.view(position)) {
                    assertSame(pages, view, "at " + position);
                }
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
        try (View view = history.view(history.newest())) {
            history.fold(history.newest(), 1);
            commit();
            assertSame(expected, view, "folded underneath");
        }
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
