package dev.lagzero.capture.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.capture.follow.Limits;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every commit of another process arrives as one transaction, with before and after images, whatever it does. */
class LogTortureTest {

    private static final int SEEDS = Integer.getInteger("lagzero.torture.seeds", 6);
    private static final int STEPS = Integer.getInteger("lagzero.torture.steps", 60);
    private static final String[][] LAYOUTS = {
        {"512", "'UTF-8'", "0"}, {"4096", "'UTF-8'", "0"}, {"1024", "'UTF-16le'", "1"},
        {"1024", "'UTF-16be'", "2"}, {"65536", "'UTF-8'", "0"}, {"4096", "'UTF-8'", "2"}
    };

    @TempDir
    Path folder;

    @Test
    void everyCommitIsOneTransactionThatLeadsToItsState() throws Exception {
        torture(null);
    }

    /**
     * SQLite before 3.51.3 leaves frames without checksums in its log, when a transaction that is larger than its cache
     * rolls back to a savepoint. What cannot be read one by one arrives as one transaction.
     */
    @Test
    void theHolesOfAnOldSqliteCostTransactionsTheirBoundsAndNothingElse() throws Exception {
        try (Stream<Path> files = Files.list(Path.of("target", "old-sqlite"))) {
            torture(files.findFirst().orElseThrow());
        }
    }

    private void torture(@Nullable Path oldSqlite) throws Exception {
        Seen all = Seen.NOTHING;
        long first = Long.getLong("lagzero.torture.seed", new Random().nextLong() >>> 16);
        for (int i = 0; i < SEEDS; i++) {
            String[] layout = LAYOUTS[(int) ((first + i) % LAYOUTS.length)];
            double definitions = ((first + i) / 2) % 3 * 0.15;
            String run = "-Dlagzero.torture.seeds=1 -Dlagzero.torture.steps=" + STEPS + " -Dlagzero.torture.seed="
                    + (first + i) + " layout " + String.join(" ", layout) + " definitions " + definitions;
            System.out.println("torture: " + run);
            try {
                all = all.and(new Run(folder.resolve("run" + i), first + i, layout, definitions, oldSqlite).check());
            } catch (Exception | AssertionError e) {
                throw new AssertionError(run, e);
            }
        }
        System.out.println("torture: " + SEEDS + " seeds x " + STEPS + " transactions, " + all);
    }

    /** One application, one capture. */
    private static final class Run {
        private final Path folder;
        private final long seed;
        private final String[] layout;
        private final double definitions;
        private final Belief belief;
        private final @Nullable Path oldSqlite;

        Run(Path folder, long seed, String[] layout, double definitions, @Nullable Path oldSqlite) throws IOException {
            this.oldSqlite = oldSqlite;
            this.folder = Files.createDirectories(folder);
            this.belief = new Belief(folder.resolve("truth"));
            this.seed = seed;
            this.layout = layout;
            this.definitions = definitions;
        }

        /** With the lowest limit, writers are made to wait, and what they wrote is read in parts. */
        private Limits limits() {
            return new Limits(seed % 2 == 0 ? 1 << 20 : Limits.DEFAULT.log(), 1 << 30, 256 << 20);
        }

        Seen check() throws Exception {
            Process application = start();
            try (BufferedReader said =
                    new BufferedReader(new InputStreamReader(application.getInputStream(), StandardCharsets.UTF_8))) {
                assertEquals("ready", said.readLine());
                try (Listening listening =
                        new Listening(folder.resolve("app.db"), folder.resolve("data"), belief, limits())) {
                    application.getOutputStream().write('\n');
                    application.getOutputStream().flush();
                    while (application.isAlive()) {
                        listening.hear();
                    }
                    assertEquals(0, application.exitValue());
                    listening.hearAll();
                }
                belief.assertComplete();
                return Seen.of(belief, oldSqlite != null, resets(said), STEPS);
            } finally {
                application.destroyForcibly();
            }
        }

        /** How often the application's log began anew, as it says at its end. */
        private int resets(BufferedReader said) throws IOException {
            String[] words = said.readLine().split(" ");
            assertEquals("resets", words[0]);
            return Integer.parseInt(words[1]);
        }

        private Process start() throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    (oldSqlite == null ? "" : oldSqlite + File.pathSeparator) + System.getProperty("java.class.path"),
                    Application.class.getName(),
                    folder.resolve("app.db").toString(),
                    folder.resolve("truth").toString(),
                    Long.toString(seed),
                    Integer.toString(STEPS),
                    Double.toString(definitions),
                    "PRAGMA page_size = " + layout[0],
                    "PRAGMA encoding = " + layout[1],
                    "PRAGMA auto_vacuum = " + layout[2]));
            return new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }
    }
}
