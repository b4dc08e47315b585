package dev.lagzero.capture.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.capture.diff.Model;
import dev.lagzero.capture.follow.Limits;
import dev.lagzero.capture.publish.MemoryChangeLog;
import dev.lagzero.capture.session.Outgoing;
import dev.lagzero.capture.session.Outlet;
import dev.lagzero.capture.session.SessionConfig;
import dev.lagzero.capture.session.SourceSession;
import dev.lagzero.capture.session.Wires;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
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
        int holes = 0;
        long first = Long.getLong("lagzero.torture.seed", new Random().nextLong() >>> 16);
        for (int i = 0; i < SEEDS; i++) {
            String[] layout = LAYOUTS[(int) ((first + i) % LAYOUTS.length)];
            double definitions = ((first + i) / 2) % 3 * 0.15;
            String run = "-Dlagzero.torture.seeds=1 -Dlagzero.torture.steps=" + STEPS + " -Dlagzero.torture.seed="
                    + (first + i) + " layout " + String.join(" ", layout) + " definitions " + definitions;
            System.out.println("torture: " + run);
            try {
                holes += new Run(folder.resolve("run" + i), first + i, layout, definitions, oldSqlite).check();
            } catch (Exception | AssertionError e) {
                throw new AssertionError(run, e);
            }
        }
        System.out.println("torture: " + holes + " gaps");
    }

    /** One application, one capture. */
    private static final class Run {
        private final Path folder;
        private final long seed;
        private final String[] layout;
        private final double definitions;
        private final MemoryChangeLog log = new MemoryChangeLog("topic", 1);
        private final Model model = new Model();
        private final List<ChangeEvent.Part> open = new ArrayList<>();
        private int tick;
        private int merged;
        private final @Nullable Path oldSqlite;

        Run(Path folder, long seed, String[] layout, double definitions, @Nullable Path oldSqlite) throws IOException {
            this.oldSqlite = oldSqlite;
            this.folder = Files.createDirectories(folder);
            this.seed = seed;
            this.layout = layout;
            this.definitions = definitions;
        }

        /** Returns how many gaps there were. */
        int check() throws Exception {
            Process application = start();
            try (Wires wires = new Wires(log, head -> {}, partition -> {});
                    BufferedReader said = new BufferedReader(
                            new InputStreamReader(application.getInputStream(), StandardCharsets.UTF_8))) {
                assertEquals("ready", said.readLine());
                SessionConfig config = new SessionConfig(
                        new Topics("p"),
                        "app",
                        folder.resolve("app.db"),
                        folder.resolve("data"),
                        CaptureScope.ALL,
                        false,
                        Limits.DEFAULT);
                try (SourceSession session = SourceSession.open(config, wires);
                        Outlet.Taker taker = wires.outlet().taker()) {
                    session.freshHead();
                    application.getOutputStream().write('\n');
                    application.getOutputStream().flush();
                    while (application.isAlive()) {
                        hear(session, taker);
                    }
                    assertEquals(0, application.exitValue());
                    var last = session.freshHead().head();
                    while (last.isAfter(session.head().published())) {
                        hear(session, taker);
                    }
                }
                List<String> truth = truth();
                assertEquals(truth.size(), tick, "all commits of the application have arrived");
                assertTrue(
                        merged == 1 || oldSqlite != null,
                        "only the first copy may stand for more than one commit, not " + merged);
                return merged - 1;
            } finally {
                application.destroyForcibly();
            }
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

        private void hear(SourceSession session, Outlet.Taker taker) throws Exception {
            List<Outgoing> next = taker.next(50).map(Outlet.Batch::records).orElse(List.of());
            for (Outgoing record : next) {
                log.append(
                        0,
                        record.key(),
                        record.value(),
                        (offset, failure) -> session.acknowledged(record.position(), record.kind(), offset));
                take(ChangeJson.decode(record.value()));
            }
            log.flush();
        }

        private void take(ChangeEvent event) throws IOException {
            if (event instanceof ChangeEvent.Part part) {
                open.add(part);
            } else if (event instanceof ChangeEvent.Ended ended) {
                assertEquals(open.size(), ended.parts());
                model.apply(open);
                open.clear();
                merged += ended.header().reason() == null ? 0 : 1;
                settle(ended);
            }
        }

        /** What is believed now is what the application had when it counted so far. */
        private void settle(ChangeEvent.Ended ended) throws IOException {
            int now = ticks();
            boolean one = now == tick || now == tick + 1 || ended.header().reason() != null;
            assertTrue(one, "from tick " + tick + " to " + now + " at " + ended);
            tick = now;
            String[] line = truth().get(tick - 1).split("\t");
            if (!line[2].equals(Digest.of(model))) {
                throw new AssertionError("at tick " + tick + " " + ended + " after "
                        + line[1].substring(0, Math.min(30000, line[1].length())) + "\nexpected " + line[2]
                        + "\nbelieved "
                        + Digest.of(model));
            }
        }

        private int ticks() {
            Image row = model.tables().get("tick").rows().values().iterator().next();
            return Math.toIntExact(((Value.Int) row.get("n")).value());
        }

        private List<String> lines = List.of();

        /** The application's lines; the last one may still be on its way. */
        private List<String> truth() throws IOException {
            while (lines.size() < tick || !lines.get(tick - 1).endsWith("}")) {
                lines = Files.readAllLines(folder.resolve("truth"), StandardCharsets.UTF_8);
            }
            return lines;
        }
    }
}
