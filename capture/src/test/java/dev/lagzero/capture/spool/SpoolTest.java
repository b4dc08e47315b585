package dev.lagzero.capture.spool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.position.SourcePosition;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final SourcePosition START = new SourcePosition(3, 0);

    /** They take more than 10 MB. */
    private static final int[] LARGE =
            java.util.stream.IntStream.rangeClosed(1, 20_000).toArray();

    @TempDir
    Path directory;

    private static byte[] page(int fill) {
        byte[] page = new byte[512];
        Arrays.fill(page, (byte) fill);
        return page;
    }

    private static void write(Spool spool, int sequence, int... pages) {
        try (PageSetWriter writer = spool.begin(new SourcePosition(3, sequence), 512, null)) {
            for (int number : pages) {
                writer.page(number, page(number + sequence));
            }
            spool.add(writer.finish(9, "mark " + sequence, 1234));
        }
        spool.sync();
    }

    private Spool open(SourcePosition folded) {
        return Spool.open(directory, folded);
    }

    private static List<Long> sequences(Spool spool) {
        return spool.sets().stream()
                .map(set -> set.header().position().sequence())
                .toList();
    }

    private static PageSet first(Spool spool) {
        return spool.sets().iterator().next();
    }

    @Test
    void aSetIsReadBackAsItWasWritten() {
        try (Spool spool = open(START)) {
            write(spool, 1, 9, 1, 4);
        }
        try (Spool spool = open(START)) {
            PageSet set = first(spool);
            assertEquals("mark 1", set.header().mark());
            assertEquals(1234, set.header().timestampMillis());
            assertNull(set.header().reason());
            assertEquals(3, set.size());
            assertTrue(set.find(3) < 0);
            assertArrayEquals(page(5), set.page(set.find(4)));
            assertEquals("[1, 4, 9]", Arrays.toString(set.numbers()));
        }
    }

    @Test
    void theLastVersionOfAPageCountsAndWhatWasDroppedOrLiesBeyondTheEndDoesNot() {
        try (Spool spool = open(START)) {
            try (PageSetWriter writer = spool.begin(START.next(), 512, "snapshot")) {
                writer.page(5, page(1));
                writer.page(2, page(2));
                writer.page(5, page(3));
                writer.page(7, page(4));
                writer.drop(7);
                writer.page(10, page(5));
                writer.page(8, page(6));
                writer.drop(8);
                writer.page(8, page(7));
                spool.add(writer.finish(9, "", 1));
            }
        }
        try (Spool spool = open(START)) {
            PageSet set = first(spool);
            assertEquals("[2, 5, 8]", Arrays.toString(set.numbers()));
            assertArrayEquals(page(3), set.page(set.find(5)));
            assertArrayEquals(page(7), set.page(set.find(8)));
        }
    }

    @Test
    void aSetWithoutPagesIsASet() {
        try (Spool spool = open(START)) {
            write(spool, 1);
        }
        try (Spool spool = open(START)) {
            assertEquals(0, first(spool).size());
        }
    }

    @Test
    void whatWasNotFinishedLeavesNothingBehindAndIsWrittenOver() {
        try (Spool spool = open(START)) {
            write(spool, 1, 1);
            try (PageSetWriter writer = spool.begin(new SourcePosition(3, 2), 512, null)) {
                for (int i = 1; i < 9000; i++) {
                    writer.page(i, page(i));
                }
            }
            write(spool, 2, 2);
        }
        try (Spool spool = open(START)) {
            assertEquals(List.of(1L, 2L), sequences(spool));
        }
    }

    @Test
    void setsThatAreFoldedOrOfAnotherEpochAreForgotten() throws Exception {
        try (Spool spool = open(START)) {
            write(spool, 1, 1);
            write(spool, 2, 2);
            write(spool, 3, 3);
        }
        try (Spool spool = open(new SourcePosition(3, 2))) {
            assertEquals(List.of(3L), sequences(spool));
        }
        try (Spool spool = open(new SourcePosition(4, 0))) {
            assertEquals(List.of(), sequences(spool));
        }
    }

    @Test
    void theFileOfALargeSegmentInWhichNothingIsNeededIsWrittenOverAndGoesInTheEnd() throws Exception {
        try (Spool spool = open(START)) {
            write(spool, 1, LARGE);
            trim(spool);
            assertEquals(List.of("000000000001.segment.spare"), files());
            write(spool, 2, 1);
            assertEquals(List.of("000000000002.segment"), files());
            assertTrue(bytes() > 10_000_000, "it is the same file");
            assertArrayEquals(page(3), first(spool).page(0));
        }
        try (Spool spool = open(new SourcePosition(3, 1))) {
            assertEquals(List.of(2L), sequences(spool));
            write(spool, 3, LARGE);
            spool.trim(new SourcePosition(3, 3));
            assertTrue(bytes() > 0);
            spool.dropSpares();
            assertEquals(List.of(), files());
            write(spool, 4, LARGE);
            spool.trim(new SourcePosition(3, 4));
        }
        assertEquals(List.of(), files());
    }

    /** A loss of power may take back that it was renamed, or a kill that it was begun anew. */
    @Test
    void whatASegmentHeldThatIsNotNeededAnyMoreDoesNotComeBackUnderAnyName() throws Exception {
        for (String name : List.of("000000000001.segment", "000000000002.segment")) {
            try (Spool spool = open(START)) {
                write(spool, 1, LARGE);
                trim(spool);
                Path spare = directory.resolve(files().getFirst());
                Files.copy(spare, directory.resolve(name));
            }
            try (Spool spool = open(START)) {
                assertEquals(List.of(), sequences(spool), name);
                assertEquals(List.of(), files());
            }
        }
    }

    private static void trim(Spool spool) {
        spool.trim(new SourcePosition(3, 1));
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** Folding goes on beside copying: what is written but not added yet must not go with what is folded. */
    @Test
    void aSetThatIsFinishedButNotAddedYetKeepsItsSegment() {
        try (Spool spool = open(START)) {
            write(spool, 1, LARGE);
            PageSet next;
            try (PageSetWriter writer = spool.begin(new SourcePosition(3, 2), 512, null)) {
                writer.page(4, page(4));
                next = writer.finish(9, "", 1);
            }
            spool.trim(new SourcePosition(3, 1));
            spool.add(next);
            assertArrayEquals(page(4), next.page(0));
        }
    }

    /** Many small transactions are one write, and come into the spool together. */
    @Test
    void setsThatAreFinishedTogetherStayUntilTheyAreAddedAndAreReadBack() {
        int[] many = java.util.stream.IntStream.rangeClosed(1, 140_000).toArray();
        try (Spool spool = open(START)) {
            write(spool, 1, 1);
            List<PageSet> finished = new ArrayList<>();
            for (int sequence = 2; sequence <= 4; sequence++) {
                // The second one fills the segment, so that the third begins another.
                try (PageSetWriter writer = spool.begin(new SourcePosition(3, sequence), 512, null)) {
                    for (int number : sequence == 3 ? many : new int[] {4, 2}) {
                        writer.page(number, page(number + sequence));
                    }
                    finished.add(writer.finish(many.length, "", 1));
                }
            }
            try (PageSetWriter givenUp = spool.begin(new SourcePosition(3, 5), 512, null)) {
                givenUp.page(2, page(99));
            }
            spool.trim(new SourcePosition(3, 1));
            finished.forEach(spool::add);
            assertArrayEquals(page(6), finished.get(0).page(1));
            assertArrayEquals(page(7), finished.get(1).page(3));
            assertArrayEquals(page(8), finished.get(2).page(1));
        }
        try (Spool spool = open(new SourcePosition(3, 1))) {
            assertEquals(List.of(2L, 3L, 4L), sequences(spool));
        }
    }

    /** Cut off or flipped anywhere: the sets in front of the damage are there as they were, those behind are not. */
    @Test
    void damageCutsTheSpoolOffInFrontOfIt() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Long> ends = new ArrayList<>();
        try (Spool spool = open(START)) {
            for (int sequence = 1; sequence <= 20; sequence++) {
                write(spool, sequence, 1, 2 + sequence % 3);
                ends.add(first(spool).segment().tail());
            }
        }
        Path file;
        try (Stream<Path> files = Files.list(directory)) {
            file = files.findFirst().orElseThrow();
        }
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < 200; i++) {
            int at = Segment.START + random.nextInt((int) (ends.getLast() - Segment.START));
            byte[] bad = random.nextBoolean() ? good.clone() : Arrays.copyOf(good, at);
            if (bad.length == good.length) {
                bad[at] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, bad);
            long whole = ends.stream().filter(end -> end <= at).count();
            try (Spool spool = open(START)) {
                assertEquals(whole, spool.sets().size(), "seed " + seed + " byte " + at);
                write(spool, (int) whole + 1, 7);
            }
            try (Spool spool = open(START)) {
                assertEquals(whole + 1, spool.sets().size(), "what is written behind the damage is found again");
            }
        }
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(5);
        }
        try (Spool spool = open(START)) {
            assertEquals(List.of(), sequences(spool));
        }
    }

    /** A power loss may keep what was written later and lose what was written before. */
    @Test
    void whatStandsBehindDamageDoesNotComeBackWhenASetOfTheSameLengthIsWrittenInFrontOfIt() throws Exception {
        long third;
        try (Spool spool = open(START)) {
            write(spool, 1, 1, 2);
            write(spool, 2, 1, 2);
            third = first(spool).segment().tail();
            write(spool, 3, 1, 2);
            write(spool, 4, 1, 2);
        }
        try (Stream<Path> files = Files.list(directory);
                RandomAccessFile file =
                        new RandomAccessFile(files.findFirst().orElseThrow().toFile(), "rw")) {
            file.seek(third + 40);
            file.write(new byte[100]);
        }
        try (Spool spool = open(START)) {
            write(spool, 3, 1, 2);
        }
        try (Spool spool = open(START)) {
            assertEquals(List.of(1L, 2L, 3L), sequences(spool));
        }
    }

    @Test
    void whatAnEarlierRunLeftIsSyncedBeforeItCounts() {
        try (Spool spool = open(START)) {
            write(spool, 1, 1);
        }
        try (Spool spool = open(START)) {
            assertEquals(1, spool.dirty().size());
        }
    }

    private long bytes() throws Exception {
        long bytes = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
