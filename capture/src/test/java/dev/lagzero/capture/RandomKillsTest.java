package dev.lagzero.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.torture.Application;
import dev.lagzero.capture.torture.Belief;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.testbed.TestBroker;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A capture killed again and again while an application writes, at any moment of its start or of its work; now and then
 * somebody empties the log meanwhile. A few kills by default, as many as wanted with {@code -Dlagzero.kills=200}.
 */
class RandomKillsTest {

    private static final int KILLS = Integer.getInteger("lagzero.kills", 4);
    private static final long LONGEST_MILLIS = 4_000;

    @TempDir
    Path folder;

    private final long seed = Long.getLong("lagzero.kills.seed", new Random().nextLong() >>> 16);
    private final Random random = new Random(seed);
    private final Topics topics = new Topics("kills" + seed);

    @Test
    void killsAtAnyTimeAndALogThatIsEmptiedMeanwhileLoseAndRepeatNothing() throws Exception {
        System.out.println("kills: -Dlagzero.kills=" + KILLS + " -Dlagzero.kills.seed=" + seed);
        Path database = folder.resolve("app.db");
        TestBroker broker = TestBroker.shared();
        Process application = application(database);
        int emptied = 0;
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(application.getInputStream(), StandardCharsets.UTF_8))) {
            assertEquals("ready", said.readLine());
            tell(application);
            for (int i = 0; i < KILLS; i++) {
                Process capture = capture(broker, database);
                if (i % 2 == 0) {
                    Thread.sleep(200 + random.nextLong(LONGEST_MILLIS));
                } else {
                    assertEquals(Doomed.READY, firstLine(capture), () -> "seed " + seed);
                    Thread.sleep(random.nextLong(LONGEST_MILLIS / 4));
                }
                assertTrue(capture.isAlive(), () -> "the capture ended by itself, seed " + seed);
                capture.destroyForcibly().waitFor();
                if (i % 2 == 1) {
                    emptied += empty(database) ? 1 : 0;
                }
            }
            tell(application);
            assertEquals(0, application.waitFor());
        } finally {
            application.destroyForcibly().waitFor();
        }
        int positions = assertEqual(broker, database);
        System.out.println("kills: " + KILLS + ", log emptied meanwhile " + emptied + " times, " + positions
                + " transactions of " + commits() + " commits, each with one content");
        assertTrue(emptied >= KILLS / 8, "the log was emptied often enough to prove something: " + emptied);
    }

    private int assertEqual(TestBroker broker, Path database) throws Exception {
        CaptureConfig config = Alone.config(topics, folder.resolve("data"), broker.clients());
        Belief belief = new Belief(folder.resolve("truth"));
        try (Capture capture = Alone.start(config, "app", database);
                ToldTopic topic =
                        new ToldTopic(broker.clients(), topics.changes(), "app", event -> believe(belief, event))) {
            capture.stopped().exceptionally(why -> {
                System.out.println("kills: the capture has stopped by itself: " + why);
                return null;
            });
            Head head = capture.freshHead();
            topic.readTo(head.head(), Duration.ofMinutes(10));
            belief.assertComplete();
            return topic.told().transactions();
        }
    }

    private static void believe(Belief belief, ChangeEvent event) {
        try {
            if (event instanceof ChangeEvent.Claimed) {
                belief.claimed();
            } else {
                belief.take(event);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another process copies everything back and empties the log, as the sqlite3 shell does. */
    private static boolean empty(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            try (var answer = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                return answer.next() && answer.getInt(1) == 0;
            }
        }
    }

    /** Each has a line in what the application keeps as truth. */
    private long commits() throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("truth"), StandardCharsets.UTF_8)) {
            return lines.count();
        }
    }

    private static String firstLine(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    private static void tell(Process application) throws Exception {
        application.getOutputStream().write('\n');
        application.getOutputStream().flush();
    }

    private Process application(Path database) throws Exception {
        return java(
                Application.class,
                List.of(
                        database.toString(),
                        folder.resolve("truth").toString(),
                        Long.toString(seed),
                        Integer.toString(Integer.MAX_VALUE),
                        "0.05"));
    }

    /** It would die by itself only after more than anybody waits for. */
    private Process capture(TestBroker broker, Path database) throws Exception {
        return java(
                Doomed.class,
                List.of(
                        broker.clients().get("bootstrap.servers").toString(),
                        "kills" + seed,
                        database.toString(),
                        folder.resolve("data").toString(),
                        "folded",
                        Integer.toString(Integer.MAX_VALUE)));
    }

    private static Process java(Class<?> main, List<String> arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dlagzero.torture.pause=20",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
