package dev.lagzero.capture.spool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.position.SourcePosition;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

    private static final SourcePosition START = new SourcePosition(3, 0);

    @TempDir
    Path directory;

    private static PageSetHeader header(int sequence) {
        return new PageSetHeader(
                new SourcePosition(3, sequence), PageSetHeader.DECODER_VERSION, 512, 9, "compare", 1234);
    }

    private static byte[] page(int fill) {
        byte[] page = new byte[512];
        Arrays.fill(page, (byte) fill);
        return page;
    }

    private static void write(Spool spool, int sequence, int... pages) {
        try (PageSetWriter writer = spool.begin(header(sequence))) {
            for (int number : pages) {
                writer.page(number, page(number + sequence));
            }
            spool.add(writer.finish());
        }
    }

    @Test
    void aSetIsReadBackAsItWasWritten() throws Exception {
        try (Spool spool = Spool.open(directory, START)) {
            write(spool, 1, 1, 4, 9);
        }
        try (Spool spool = Spool.open(directory, START)) {
            PageSet set = spool.sets().getFirst();
            assertEquals(header(1), set.header());
            assertEquals(3, set.size());
            assertTrue(set.find(3) < 0);
            assertArrayEquals(page(5), set.page(set.find(4)));
            assertEquals("{1, 4, 9}", set.changed().toString());
        }
    }

    @Test
    void aSetWithoutPagesIsASet() throws Exception {
        try (Spool spool = Spool.open(directory, START)) {
            write(spool, 1);
        }
        try (Spool spool = Spool.open(directory, START)) {
            assertEquals(0, spool.sets().getFirst().size());
        }
    }

    @Test
    void whatWasNotFinishedLeavesNothingBehind() throws Exception {
        try (Spool spool = Spool.open(directory, START)) {
            try (PageSetWriter writer = spool.begin(header(1))) {
                writer.page(1, page(1));
            }
        }
        assertEquals(List.of(), names());
        Files.write(directory.resolve("3-1.pages.tmp"), new byte[100]);
        Spool.open(directory, START).close();
        assertEquals(List.of(), names());
    }

    @Test
    void setsThatAreFoldedOrOfAnotherEpochAreRemoved() throws Exception {
        try (Spool spool = Spool.open(directory, START)) {
            write(spool, 1, 1);
            write(spool, 2, 2);
            write(spool, 3, 3);
        }
        try (Spool spool = Spool.open(directory, new SourcePosition(3, 2))) {
            assertEquals(List.of("3-3.pages"), names());
            assertTrue(spool.follows(new SourcePosition(3, 2)));
            assertFalse(spool.follows(new SourcePosition(3, 1)));
        }
        Spool.open(directory, new SourcePosition(4, 0)).close();
        assertEquals(List.of(), names());
    }

    @Test
    void aTrimmedSetStaysReadableForThoseWhoHoldIt() throws Exception {
        try (Spool spool = Spool.open(directory, START)) {
            write(spool, 1, 7);
            PageSet set = spool.sets().getFirst();
            set.retain();
            spool.trim(new SourcePosition(3, 1));
            assertEquals(List.of(), names());
            assertArrayEquals(page(8), set.page(0));
            set.release();
        }
    }

    /** One flipped bit anywhere in the file. */
    @Test
    void damageAnywhereIsNoticed() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (Spool spool = Spool.open(directory, START)) {
            write(spool, 1, 1, 2, 3);
        }
        Path file = directory.resolve("3-1.pages");
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            int at = random.nextInt(bad.length);
            bad[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bad);
            assertThrows(DamagedPageSetException.class, () -> PageSet.open(file), "seed " + seed + " byte " + at);
        }
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(good.length - 600);
        }
        assertThrows(DamagedPageSetException.class, () -> PageSet.open(file));
        Files.write(file, good);
        PageSet.open(file).release();
    }

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
