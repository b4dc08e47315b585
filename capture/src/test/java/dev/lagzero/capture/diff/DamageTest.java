package dev.lagzero.capture.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.page.CorruptPageException;
import dev.lagzero.schemas.change.ChangeEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files: what is read either makes sense or is named; nothing hangs, nothing else is thrown. */
class DamageTest {

    private static final int ROUNDS = Integer.getInteger("lagzero.damage.rounds", 1500);

    @TempDir
    private Path folder;

    private byte[] database() throws Exception {
        Path file = folder.resolve("d.db");
        try (Source source = new Source(file, "PRAGMA page_size = 512")) {
            Writer writer = new Writer(source.connection(), new Random(7), 4000);
            writer.create();
            source.run("CREATE VIEW v AS SELECT 1");
            for (int i = 0; i < 30; i++) {
                writer.transaction(0);
            }
            return Files.readAllBytes(file);
        }
    }

    @Test
    void randomDamageIsNamedOrHarmless() throws Exception {
        byte[] sound = database();
        long seed = Long.getLong("lagzero.damage.seed", System.nanoTime());
        System.out.println("damage: seed " + seed);
        Random random = new Random(seed);
        int named = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = damage(sound.clone(), random);
            String hint = "seed " + seed + " round " + round;
            named += assertTimeoutPreemptively(Duration.ofSeconds(60), () -> read(sound, damaged, hint)) ? 1 : 0;
        }
        assertTrue(named > ROUNDS / 20, "only " + named + " damages were noticed");
    }

    private static byte[] damage(byte[] file, Random random) {
        int flips = 1 + random.nextInt(4);
        for (int i = 0; i < flips; i++) {
            int page = random.nextInt(file.length / 512);
            int within = random.nextInt(3) == 0 ? random.nextInt(512) : random.nextInt(24);
            int at = Math.max(100, page * 512 + within);
            file[at] = (byte) (random.nextBoolean() ? random.nextInt() : file[at] ^ 1 << random.nextInt(8));
        }
        return file;
    }

    /** Whether the damage is noticed; the decoder reads less and may pass it by. */
    private static boolean read(byte[] sound, byte[] damaged, String hint) {
        MemoryPages before = new MemoryPages(sound);
        MemoryPages after = new MemoryPages(damaged);
        try {
            List<ChangeEvent.Part> told = decoded(before, after);
            Source.diff(MemoryPages.NONE, after);
            List<ChangeEvent.Part> expected = Source.diff(before, after);
            assertEquals(expected, told, hint);
            return false;
        } catch (CorruptPageException e) {
            return true;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(hint, e);
        }
    }

    /** Null when the damage is noticed. */
    private static List<ChangeEvent.Part> decoded(MemoryPages before, MemoryPages after) {
        List<ChangeEvent.Part> parts = new ArrayList<>();
        try (Decoder decoder = new Decoder(CaptureScope.ALL);
                Changes changes = decoder.next(Source.input(before, after, CaptureScope.ALL))) {
            changes.forEachRemaining(parts::add);
            return parts;
        } catch (CorruptPageException e) {
            return null;
        }
    }

    @Test
    void aPageThatPointsToItselfIsNamed() throws Exception {
        byte[] file = database();
        int root = 2;
        int at = (root - 1) * 512;
        Arrays.fill(file, at, at + 512, (byte) 0);
        file[at] = 5;
        file[at + 11] = (byte) root;
        MemoryPages pages = new MemoryPages(file);
        var thrown = assertThrows(CorruptPageException.class, () -> Source.diff(MemoryPages.NONE, pages));
        assertEquals(root, thrown.page());
    }

    @Test
    void aFileThatIsNoDatabaseIsNamed() {
        MemoryPages pages = new MemoryPages(new byte[] {'x'}) {
            @Override
            public int pageCount() {
                return 1;
            }

            @Override
            public byte[] read(int pageNumber) {
                return new byte[4096];
            }
        };
        var thrown = assertThrows(CorruptPageException.class, () -> PageDiff.describe(pages));
        assertTrue(thrown.getMessage().contains("does not begin as a SQLite database"), thrown.getMessage());
    }
}
