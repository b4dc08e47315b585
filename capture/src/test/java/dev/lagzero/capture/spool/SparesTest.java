package dev.lagzero.capture.spool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparesTest {

    private static final long MOST = 8L << 20;
    private static final long LARGEST = 16L << 20;
    private static final Duration SOON = Duration.ofMillis(100);
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    Path directory;

    private Segment segment(int number, int megabytes) {
        Segment segment = Segment.create(directory.resolve(number + ".segment"));
        for (int i = 0; i < megabytes; i++) {
            segment.write(ByteBuffer.allocate(1 << 20), (long) i << 20);
        }
        return segment;
    }

    private long bytes() throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                sum += Files.exists(file) ? Files.size(file) : 0;
            }
        }
        return sum;
    }

    /** Returns all sizes that were seen until then. */
    private List<Long> untilAtMost(long least) throws Exception {
        TreeSet<Long> seen = new TreeSet<>();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        for (long now = bytes(); now > least; now = bytes()) {
            assertTrue(System.nanoTime() - end < 0, now + " bytes are still there");
            seen.add(now);
            Thread.sleep(5);
        }
        return List.copyOf(seen);
    }

    @Test
    void whatNobodyNeededForAWhileIsGivenBackInPieces() throws Exception {
        Spares spares = new Spares(MOST, LARGEST, SOON);
        for (int i = 1; i <= 4; i++) {
            spares.take(segment(i, 10));
        }
        List<Long> seen = untilAtMost(MOST);
        assertTrue(seen.size() > 3, "not at once: " + seen);
        assertTrue(bytes() > 0, "some are kept");
        assertNotNull(spares.over(directory.resolve("5.segment")));
    }

    @Test
    void whatIsNeededNowAndThenIsKept() throws Exception {
        Spares spares = new Spares(MOST, LARGEST, NEVER);
        for (int i = 1; i <= 4; i++) {
            spares.take(segment(i, 10));
        }
        long all = bytes();
        for (int i = 5; i <= 8; i++) {
            Segment next = spares.over(directory.resolve(i + ".segment"));
            assertNotNull(next);
            spares.take(next);
        }
        assertEquals(all, bytes());
    }

    @Test
    void whoRestsKeepsNothing() throws Exception {
        Spares spares = new Spares(MOST, LARGEST, NEVER);
        spares.take(segment(1, 5));
        spares.rest();
        untilAtMost(0);
    }

    /** It would be that long for as long as one of its first bytes is needed. */
    @Test
    void aLargeFileIsCutBeforeItIsWrittenOver() throws Exception {
        Spares spares = new Spares(Long.MAX_VALUE, LARGEST, NEVER);
        spares.take(segment(1, 40));
        assertNull(spares.over(directory.resolve("2.segment")));
        untilAtMost(LARGEST);
        assertNotNull(spares.over(directory.resolve("2.segment")));
    }

    @Test
    void withoutRoomAllOfThemGoAtOnce() throws Exception {
        Spares spares = new Spares(MOST, LARGEST, NEVER);
        spares.take(segment(1, 40));
        spares.take(segment(2, 10));
        spares.drop();
        assertEquals(0, bytes());
        assertNull(spares.over(directory.resolve("3.segment")));
    }
}
