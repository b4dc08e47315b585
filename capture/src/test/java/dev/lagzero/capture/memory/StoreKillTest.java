package dev.lagzero.capture.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.Captures;
import dev.lagzero.capture.StoreCapture;
import dev.lagzero.capture.store.JournaledMap;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.testbed.TestBroker;
import java.io.File;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreKillTest {

    private static final int RANDOM_KILLS = Integer.getInteger("lagzero.store.kills", 1);

    @TempDir
    Path folder;

    /**
     * After every death the store that is rebuilt holds each thread's last write that had returned, or the one that was
     * being made; the two collections, written together, agree; and the topic tells exactly that.
     */
    @Test
    void aDeathAtAnyMomentLosesNothingThatWasWrittenAndRepeatsNothing() throws Exception {
        long seed = Long.getLong("lagzero.seed", System.nanoTime());
        System.out.println("StoreKillTest seed " + seed);
        Random random = new Random(seed);
        String bootstrap = String.valueOf(TestBroker.shared().clients().get("bootstrap.servers"));
        for (Moment moment : List.of(
                Moment.CLAIM_APPENDED,
                Moment.RECORD_RESERVED,
                Moment.TRANSACTION_JOURNALED,
                Moment.MID_PUBLISH,
                Moment.PUBLISH_ACKNOWLEDGED,
                Moment.MID_STORE_SNAPSHOT,
                Moment.JOURNAL_TRIMMED)) {
            int passes =
                    moment == Moment.CLAIM_APPENDED || moment == Moment.JOURNAL_TRIMMED ? 1 : 1 + random.nextInt(500);
            run(bootstrap, random.nextLong(), moment.toString(), passes, 60_000);
            check(bootstrap, moment + ", seed " + seed);
        }
        for (int kill = 0; kill < RANDOM_KILLS; kill++) {
            run(bootstrap, random.nextLong(), "none", 0, random.nextInt(700));
            check(bootstrap, "kill " + kill + ", seed " + seed);
        }
    }

    private void run(String bootstrap, long seed, String moment, int passes, long millis) throws Exception {
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedStore.class.getName(),
                        bootstrap,
                        folder.resolve("data").toString(),
                        folder.resolve("progress").toString(),
                        Long.toString(seed),
                        moment,
                        Integer.toString(passes))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (moment.equals("none")) {
                while (process.isAlive() && !Files.readString(said).contains("writing")) {
                    Thread.sleep(10);
                }
                Thread.sleep(millis);
                assertTrue(process.isAlive(), () -> "it ended by itself: " + text(said));
                process.destroyForcibly().waitFor();
            } else {
                assertTrue(
                        process.waitFor(millis, TimeUnit.MILLISECONDS),
                        () -> moment + " was not passed: " + text(said));
                assertEquals(DoomedStore.DIED, process.exitValue(), () -> moment + ": " + text(said));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(Path said) {
        try {
            return Files.readString(said);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    private void check(String bootstrap, String when) throws Exception {
        Map<String, String> held;
        try (Captures captures = DoomedStore.captures(bootstrap, folder.resolve("data"));
                StoreCapture capture = DoomedStore.open(captures)) {
            JournaledMap<String, String> rows = capture.store().map(DoomedStore.ROWS);
            held = Map.copyOf(rows);
            checkProgress(held, when);
            Map<String, String> pairs = new HashMap<>(held);
            pairs.keySet().removeIf(key -> key.startsWith("last/"));
            assertEquals(pairs, Map.copyOf(capture.store().map(DoomedStore.PAIRS)), "written together, " + when);
            capture.store().acknowledged().get(60, TimeUnit.SECONDS);
        }
        Audit audit = audit(bootstrap);
        assertEquals(List.of(), audit.faults(), when);
        assertEquals(held, audit.texts("rows"), "topic, " + when);
    }

    private void checkProgress(Map<String, String> held, String when) throws Exception {
        File file = folder.resolve("progress").toFile();
        if (!file.exists()) {
            return;
        }
        try (RandomAccessFile progress = new RandomAccessFile(file, "r")) {
            for (int thread = 0; thread < DoomedStore.THREADS; thread++) {
                progress.seek(16L * thread);
                long begun = progress.readLong();
                long returned = progress.readLong();
                long last = Long.parseLong(held.getOrDefault("last/" + thread, "0"));
                Set<Long> may = new HashSet<>(List.of(begun, returned));
                assertTrue(may.contains(last), "thread " + thread + " holds " + last + " of " + may + ", " + when);
            }
        }
    }

    private static Audit audit(String bootstrap) {
        Audit audit = new Audit();
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition at = new TopicPartition("lagzero.store.changes", 0);
            consumer.assign(List.of(at));
            consumer.seekToBeginning(List.of(at));
            long end = consumer.endOffsets(List.of(at)).get(at);
            while (consumer.position(at) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    audit.take(ChangeJson.decode(record.value()));
                }
            }
        }
        return audit;
    }
}
