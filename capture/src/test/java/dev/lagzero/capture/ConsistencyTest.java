package dev.lagzero.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.testbed.TestBroker;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistencyTest {

    @TempDir
    Path folder;

    /** Read while another process commits, rolls back, spills, checkpoints and restarts its log. */
    @ParameterizedTest
    @ValueSource(strings = {"WAL", "DELETE"})
    void everyTransactionThatIsPublishedIsAStateThatWasCommitted(String journal) throws Exception {
        long seed = new Random().nextLong();
        Path file = folder.resolve("bank.db");
        Topics topics = new Topics("bank-" + journal.toLowerCase(java.util.Locale.ROOT));
        Teller.open(file, journal);
        TestBroker broker = TestBroker.shared();
        try (Capture capture =
                        Alone.start(Alone.config(topics, folder.resolve("data"), broker.clients()), "bank", file);
                Replica replica = new Replica(broker.clients(), topics.changes(), "bank")) {
            replica.afterEach(
                    () -> assertEquals(Teller.SUM, sum(replica), "seed " + seed + " at " + replica.applied()));
            Path said = folder.resolve("said.txt");
            Process teller = new ProcessBuilder(
                            System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Teller.class.getName(),
                            file.toString(),
                            Long.toString(seed),
                            "3000")
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            assertEquals(0, teller.waitFor(), () -> "seed " + seed + ": " + read(said));
            replica.readTo(capture.freshHead().head());
            assertTrue(replica.applied().sequence() > 4, "seed " + seed + " ended at " + replica.applied());
        }
    }

    private static long sum(Replica replica) {
        return replica.table("account").values().stream()
                .mapToLong(row -> ((Value.Int) row.get("balance")).value())
                .sum();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
