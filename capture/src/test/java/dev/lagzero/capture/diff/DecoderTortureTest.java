package dev.lagzero.capture.diff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.page.ChangedPages;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.position.SourcePosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random transactions: the decoder, which remembers, tells of each what the comparison of whole databases tells. */
class DecoderTortureTest {

    private static final int STEPS = Integer.getInteger("lagzero.torture.steps", 120);

    private static final CaptureScope SOME =
            new CaptureScope(Set.of(), Set.of("keyless"), Set.of("plain.b", "composite.v", "computed.a"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "512, UTF-8, 0, 0", "4096, UTF-8, 0, 0.05", "1024, UTF-16le, 1, 0.03", "1024, UTF-16be, 2, 0.02",
        "512, UTF-8, 1, 0", "65536, UTF-8, 0, 0.1", "8192, UTF-8, 2, 0", "512, UTF-8, 2, 0.01"
    })
    void whatIsRememberedTellsTheSame(int pageSize, String encoding, int autoVacuum, double definitions)
            throws Exception {
        long seed = Long.getLong("lagzero.torture.seed", System.nanoTime());
        String run = "seed " + seed + " page size " + pageSize + " " + encoding + " auto_vacuum " + autoVacuum;
        System.out.println("decoder torture: " + run);
        Random random = new Random(seed);
        CaptureScope scope = random.nextBoolean() ? CaptureScope.ALL : SOME;
        try (Source source = new Source(
                        folder.resolve("t.db"),
                        "PRAGMA page_size = " + pageSize,
                        "PRAGMA encoding = '" + encoding + "'",
                        "PRAGMA auto_vacuum = " + autoVacuum,
                        "PRAGMA cache_size = 12");
                Decoder decoder = new Decoder(scope)) {
            Writer writer = new Writer(source.connection(), random, 20_000);
            writer.create();
            MemoryPages before = MemoryPages.NONE;
            int followed = 0;
            for (int step = 1; step <= STEPS; step++) {
                MemoryPages after = source.pages();
                String hint = run + " step " + step;
                try {
                    same(input(before, after, scope, step, random), decoder);
                } catch (RuntimeException | AssertionError e) {
                    String tail = String.join("\n  ", writer.log());
                    throw new AssertionError(hint + "\n  " + tail.substring(0, Math.min(6000, tail.length())), e);
                }
                followed += decoder.isFollowing() ? 1 : 0;
                before = after;
                writer.transaction(definitions);
            }
            assertTrue(followed > STEPS * (0.7 - 3 * definitions), run + ": followed " + followed);
        }
    }

    /** The log of a source may hold pages that did not change. */
    private static PageDiff.DiffInput input(
            MemoryPages before, MemoryPages after, CaptureScope scope, int step, Random random) {
        BitSet written = before.changed(after);
        if (random.nextInt(4) == 0 && after.pageCount() > 0) {
            written.set(1 + random.nextInt(after.pageCount()));
        }
        Header header = new Header("s", "sqlite", "s.db", new SourcePosition(1, step), step == 1, null, 0);
        return new PageDiff.DiffInput(before, after, ChangedPages.of(written), header, scope);
    }

    private static void same(PageDiff.DiffInput input, Decoder decoder) {
        List<ChangeEvent.Part> expected = read(PageDiff.between(input));
        List<ChangeEvent.Part> told = read(decoder.next(input));
        for (int i = 0; i < Math.min(expected.size(), told.size()); i++) {
            assertEquals(expected.get(i), told.get(i));
            assertArrayEquals(ChangeJson.encode(expected.get(i)), ChangeJson.encode(told.get(i)));
        }
        assertEquals(expected.size(), told.size());
    }

    private static List<ChangeEvent.Part> read(Changes changes) {
        List<ChangeEvent.Part> parts = new ArrayList<>();
        try (changes) {
            changes.forEachRemaining(parts::add);
        }
        return parts;
    }
}
