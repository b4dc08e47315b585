package dev.lagzero.capture.diff;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random transactions: whoever only hears the changes ends up with the database, step by step. */
class TortureTest {

    private static final int STEPS = Integer.getInteger("lagzero.torture.steps", 80);

    private static final int MOST_MERGED = 40;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "512, UTF-8, 0, 0", "4096, UTF-8, 0, 0.3", "1024, UTF-16le, 1, 0.3", "1024, UTF-16be, 2, 0.1",
        "512, UTF-8, 1, 0.5", "65536, UTF-8, 0, 0.3", "8192, UTF-8, 2, 0.2", "4096, UTF-16le, 0, 0"
    })
    void theChangesOfEveryTransactionLeadToItsState(int pageSize, String encoding, int autoVacuum, double definitions)
            throws Exception {
        long seed = Long.getLong("lagzero.torture.seed", System.nanoTime());
        String run = "seed " + seed + " page size " + pageSize + " " + encoding + " auto_vacuum " + autoVacuum;
        System.out.println("torture: " + run);
        Random random = new Random(seed);
        try (Source source = new Source(
                folder.resolve("t.db"),
                "PRAGMA page_size = " + pageSize,
                "PRAGMA encoding = '" + encoding + "'",
                "PRAGMA auto_vacuum = " + autoVacuum)) {
            Writer writer = new Writer(source.connection(), random, 20_000);
            writer.create();
            MemoryPages before = MemoryPages.NONE;
            Model model = new Model();
            for (int step = 0; step < STEPS; step++) {
                MemoryPages after = source.pages();
                String hint = run + " step " + step;
                try {
                    model.apply(Source.diff(before, after));
                    Truth.check(model, source.connection(), hint);
                } catch (RuntimeException | AssertionError e) {
                    String tail = String.join("\n  ", writer.log());
                    throw new AssertionError(hint + "\n  " + tail.substring(0, Math.min(6000, tail.length())), e);
                }
                before = after;
                // A gap makes one transaction of many.
                int merged = random.nextInt(3) == 0 ? 1 + random.nextInt(MOST_MERGED) : 1;
                for (int i = 0; i < merged; i++) {
                    writer.transaction(definitions);
                }
            }
        }
    }
}
