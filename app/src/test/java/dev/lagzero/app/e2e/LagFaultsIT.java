package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lagzero.control.lag.LagState;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.control.lag.TargetLag;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What somebody with nothing but Kafka and Postgres reads while parts are down. Between a commit and its arrival nothing
 * may ever say CONSISTENT. The stream writes in transactions.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LagFaultsIT {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    /** A look that begins so long after a fault must say what is so. */
    private static final long SOON_NANOS = 2_000_000_000L;

    private static final Topics TOPICS = new Topics("main");

    @TempDir
    static Path folder;

    private static Path file;
    private static StagesApart stages;
    private TargetLag afar;

    @BeforeAll
    static void start() throws IOException, SQLException {
        file = folder.resolve("till.db");
        execute("PRAGMA journal_mode = WAL");
        execute("CREATE TABLE sale(id INTEGER PRIMARY KEY, note TEXT)");
        execute("CREATE TABLE hidden(id INTEGER PRIMARY KEY)");
        execute("INSERT INTO sale(note) VALUES('first')");
        stages = new StagesApart(folder, file);
    }

    @AfterAll
    static void stop() throws IOException {
        stages.close();
    }

    @BeforeEach
    void settle() throws IOException, InterruptedException {
        stages.start();
        afar = stages.fromAfar();
        await("CONSISTENT", lag -> true);
    }

    @AfterEach
    void leave() {
        afar.close();
    }

    @Test
    @Order(1)
    void withoutCaptureNobodyKnows() throws Exception {
        stages.kill("capture");
        commit();
        soon("UNKNOWN", lag -> true);
        mend();
    }

    @Test
    @Order(2)
    void withoutTheStreamTheTargetIsBehindByWhatWasCommitted() throws Exception {
        stages.kill("stream");
        commit();
        commit();
        commit();
        SourceLag behind = soon("BEHIND", lag -> transactions(lag) == 3);
        assertTrue(behind.progress().orElseThrow().distance().total().millis() > 0, behind.sentence());
        neverConsistentUntil("STALLED");
        mend();
    }

    @Test
    @Order(3)
    void withoutTheSinkTheTargetIsBehindAndEveryToolSeesTheSameRest() throws Exception {
        stages.kill("sink");
        commit();
        commit();
        soon("BEHIND", lag -> transactions(lag) == 2);
        GroupTools.GroupLag before = sinkLag();
        assertTrue(before.lag() >= 4, "two rows and two ends wait, not " + before);
        mend();
        assertNoGroupLag(TOPICS.sinkGroup("main"));
        assertNoGroupLag(TOPICS.application("main"));
    }

    @Test
    @Order(4)
    void withoutPostgresNobodyKnows() throws Exception {
        stages.stopPostgres();
        commit();
        soon("UNKNOWN", lag -> true);
        mend();
    }

    @Test
    @Order(5)
    void withoutTheBrokerNobodyKnows() throws Exception {
        stages.stopKafka();
        commit();
        soon("UNKNOWN", lag -> true);
        mend();
    }

    @Test
    @Order(6)
    void oneRowThatPostgresCannotHoldIsNotEqual() throws Exception {
        execute("INSERT INTO sale VALUES(900, 'a' || char(0) || 'b')");
        soon("PARKED", lag -> lag.standing().parked() == 1);
        execute("UPDATE sale SET note = 'ab' WHERE id = 900");
        mend();
    }

    @Test
    @Order(7)
    void aTransactionOfWhichNothingIsReplicatedMovesThePosition() throws Exception {
        SourcePosition before = await("CONSISTENT", lag -> true).standing().applied();
        execute("INSERT INTO hidden DEFAULT VALUES");
        long committed = System.nanoTime();
        soon(committed, "CONSISTENT", lag -> lag.standing().applied().isAfter(before));
    }

    @Test
    @Order(8)
    void theCommandsSayTheSameFromAfar() throws Exception {
        String yaml = stages.yaml().toString();
        Product.Result status = Product.command(stages.environment(), "status", "-c", yaml, "--json");
        assertEquals(0, status.code(), status.output());
        assertTrue(status.output().contains("\"state\":\"CONSISTENT\""), status.output());
        assertEquals(
                0, Product.command(stages.environment(), "wait", "-c", yaml).code());
        stages.kill("sink");
        commit();
        Product.Result late = Product.command(stages.environment(), "wait", "-c", yaml, "--timeout", "3s");
        assertEquals(3, late.code(), late.output());
        mend();
    }

    @Test
    @Order(9)
    void recordsThatWereTrimmedBeforeTheyWereAppliedAreNeverTakenForApplied() throws Exception {
        stages.kill("sink");
        commit();
        String rows = TOPICS.rows("main");
        TopicPartition partition = new TopicPartition(rows, 0);
        Instant end = Instant.now().plus(LONGEST);
        while (sinkLag().lag() < 2 && Instant.now().isBefore(end)) {
            Thread.sleep(100);
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stages.bootstrap()))) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
            stages.start();
            neverConsistentUntil("BEHIND", lag -> !stages.isAlive("sink"));
            assertTrue(stages.said("sink").contains("trimmed"), stages.said("sink"));
            // What the message says: the rows are derived again.
            stages.kill("stream");
            admin.deleteTopics(Set.of(rows)).all().get();
        }
        mend();
    }

    @Test
    @Order(10)
    void aTopicThatIsMadeAnewIsNeverTakenForWhatItHeld() throws Exception {
        stages.kill("stream");
        stages.kill("sink");
        commit();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stages.bootstrap()))) {
            admin.deleteTopics(Set.of(TOPICS.rows("main"))).all().get();
        }
        soon("BEHIND", lag -> transactions(lag) == 1);
        stages.start();
        mend();
    }

    @Test
    @Order(11)
    void theMarkersOfATransactionalProducerAreNoLag() throws Exception {
        for (int i = 0; i < 5; i++) {
            commit();
        }
        await("CONSISTENT", lag -> true);
        long end = GroupTools.end(stages.bootstrap(), TOPICS.rows("main"), 0);
        long records = GroupTools.records(stages.bootstrap(), TOPICS.rows("main"));
        assertTrue(end > records, end + " offsets hold " + records + " records: no markers among them");
        assertNoGroupLag(TOPICS.sinkGroup("main"));
        assertNoGroupLag(TOPICS.application("main"));
    }

    @Test
    @Order(12)
    void eachStageAloneAnswersWithWhatItKnows() throws Exception {
        commit();
        SourcePosition at = await("CONSISTENT", lag -> true).standing().applied();
        for (String stage : List.of("capture", "stream", "sink")) {
            assertTrue(stages.ask(stage, "/api/live").path("live").asBoolean(), stage);
            assertTrue(stages.ask(stage, "/api/ready").path("ready").asBoolean(), stages.said(stage));
            assertTrue(stages.text(stage, "/metrics").contains("jvm_memory_used_bytes"), stage);
        }
        JsonNode position = stages.ask("capture", "/v1/sources/till/position?fresh");
        assertEquals(at.toString(), position.path("position").asText(), position.toString());
        assertTrue(position.path("applied").isNull(), position.toString());
        assertEquals(
                "UNKNOWN", stages.ask("capture", "/lag").at("/sources/0/state").asText());
        assertEquals(
                "CONSISTENT", stages.ask("sink", "/lag").at("/sources/0/state").asText());
        assertTrue(stages.text("capture", "/metrics").contains("lagzero_spool_bytes"));
        assertFalse(stages.text("capture", "/metrics").contains("lagzero_state"), "it can only ever be UNKNOWN");
        assertTrue(stages.text("sink", "/metrics").contains("lagzero_lag_seconds"));
        stages.stopPostgres();
        JsonNode away = stages.ask("sink", "/api/ready");
        assertFalse(away.path("ready").asBoolean(true), away.toString());
        assertTrue(away.path("cause").asText().contains("Postgres"), away.toString());
        mend();
    }

    private static GroupTools.GroupLag sinkLag() throws Exception {
        List<GroupTools.GroupLag> lags = GroupTools.describe(stages.bootstrap(), TOPICS.sinkGroup("main"));
        return lags.getFirst();
    }

    private static void assertNoGroupLag(String group) throws Exception {
        for (GroupTools.GroupLag lag : GroupTools.describe(stages.bootstrap(), group)) {
            assertEquals(0, lag.lag(), group + ": " + lag);
            assertEquals(
                    GroupTools.end(stages.bootstrap(), lag.topic(), lag.partition()), lag.committed(), lag.topic());
        }
    }

    private void mend() throws Exception {
        stages.start();
        await("CONSISTENT", lag -> true);
        try (Connection target = stages.target()) {
            assertEquals(List.of(), Comparison.differences(file, target, "public", Set.of("hidden")));
        }
    }

    /** From now on nothing says CONSISTENT, and within two seconds what is said is right. */
    private SourceLag soon(String state, Predicate<SourceLag> and) throws InterruptedException {
        return soon(System.nanoTime(), state, lag -> {
            assertFalse(lag.state() instanceof LagState.Consistent, lag.sentence());
            return and.test(lag);
        });
    }

    private SourceLag soon(long since, String state, Predicate<SourceLag> and) throws InterruptedException {
        while (true) {
            long began = System.nanoTime();
            SourceLag said = StagesApart.only(afar.look());
            if (and.test(said) && said.state().word().equals(state)) {
                return said;
            }
            assertTrue(began - since < SOON_NANOS, () -> "not " + state + " after 2 s but " + said);
            Thread.sleep(50);
        }
    }

    private SourceLag neverConsistentUntil(String state) throws IOException, InterruptedException {
        return neverConsistentUntil(state, lag -> true);
    }

    private SourceLag neverConsistentUntil(String state, Predicate<SourceLag> and)
            throws IOException, InterruptedException {
        return await(state, lag -> {
            assertFalse(lag.state() instanceof LagState.Consistent, lag.sentence());
            return and.test(lag);
        });
    }

    private SourceLag await(String state, Predicate<SourceLag> and) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(LONGEST);
        SourceLag last = null;
        while (Instant.now().isBefore(end)) {
            last = StagesApart.only(afar.look());
            if (and.test(last) && last.state().word().equals(state)) {
                return last;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("never " + state + ", last " + last + "\n" + stages.said("capture")
                + stages.said("stream") + stages.said("sink"));
    }

    private static long transactions(SourceLag lag) {
        return lag.progress()
                .map(progress -> progress.distance().total().transactions())
                .orElse(-1L);
    }

    private static void commit() throws SQLException {
        execute("INSERT INTO sale(note) VALUES('more')");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
