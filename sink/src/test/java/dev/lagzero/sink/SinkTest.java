package dev.lagzero.sink;

import static dev.lagzero.sink.RowsTopic.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.gather.Story;
import dev.lagzero.sink.heads.InMemoryHeads;
import dev.lagzero.sink.target.InMemoryTarget;
import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.target.TargetException;
import dev.lagzero.sink.worker.PartitionState;
import dev.lagzero.sink.worker.SinkException;
import dev.lagzero.testbed.TestBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class SinkTest {

    private static final Story A = new Story("a");
    private static final Story B = new Story("b");

    @TempDir
    private static Path directory;

    private static TestBroker broker;

    private RowsTopic topic;
    private final InMemoryTarget target = new InMemoryTarget();

    @BeforeAll
    static void startBroker() throws Exception {
        broker = TestBroker.start(directory);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void nameTopic(TestInfo test) {
        topic = new RowsTopic(
                broker, test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT));
    }

    private static List<RowEvent> opening(Story story, Map<Long, String> rows) {
        List<RowEvent> events = new ArrayList<>(List.of(story.claim(1)));
        events.addAll(story.snapshot(1, rows));
        return events;
    }

    private static List<RowEvent> transaction(Story story, long sequence, long id, String text) {
        return story.transaction(new SourcePosition(1, sequence), Map.of(id, text));
    }

    private void awaitRows(Story story, int count) {
        await(count + " rows of " + story.source(), () -> {
            var rows = target.rows(story.source());
            return rows != null && rows.size() == count;
        });
    }

    private static PartitionState state(Sink sink, int partition) {
        return sink.state().partitions().get(partition);
    }

    private static Throwable cause(Sink sink) {
        return assertThrows(ExecutionException.class, () -> sink.stopped().get(30, TimeUnit.SECONDS))
                .getCause();
    }

    @Test
    void rowsArriveAndKafkaShowsNoLag() throws Exception {
        topic.create(1).write(0, opening(A, Map.of(1L, "x", 2L, "y")));
        try (Sink sink = topic.sink(target)) {
            awaitRows(A, 2);
            topic.write(0, transaction(A, 2, 3, "z"));
            awaitRows(A, 3);
            await("lag zero", () -> topic.lag(0) == 0);
            assertEquals(new PartitionState.Running(List.of()), state(sink, 0));
        }
    }

    @Test
    void aRestartReadsOnWhereTheTargetIs() throws Exception {
        topic.create(1).write(0, opening(A, Map.of(1L, "x")));
        try (Sink first = topic.sink(target)) {
            awaitRows(A, 1);
            topic.write(0, transaction(A, 2, 2, "y"));
            awaitRows(A, 2);
            assertTrue(first.state().holes().isEmpty());
        }
        topic.write(0, transaction(A, 3, 3, "z"));
        try (Sink second = topic.sink(target)) {
            awaitRows(A, 3);
            assertTrue(second.state().holes().isEmpty());
        }
    }

    @Test
    void whatIsBeingAppliedAtTheEndIsInTheGroupsOffsets() throws Exception {
        topic.create(1).write(0, opening(A, Map.of(1L, "x")));
        Sink sink = topic.sink(target);
        awaitRows(A, 1);
        Semaphore gate = new Semaphore(0);
        target.beforeApply(gate::acquireUninterruptibly);
        topic.write(0, transaction(A, 2, 2, "y"));
        await("it is being applied", gate::hasQueuedThreads);
        Thread closing = new Thread(sink::close);
        closing.start();
        await("the end waits for it", () -> isIn("lagzero-sink", "stop"));
        gate.release();
        closing.join();
        assertEquals(2, target.rows("a").size());
        assertEquals(0, topic.lag(0));
    }

    private static boolean isIn(String thread, String method) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getKey().getName().equals(thread))
                .flatMap(each -> Arrays.stream(each.getValue()))
                .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    @Test
    void aSinkWaitsForItsTopic() throws Exception {
        try (Sink sink = topic.sink(target)) {
            await("it says so", () -> sink.state().waitingFor().isPresent());
            topic.create(2).write(1, opening(A, Map.of(1L, "x")));
            awaitRows(A, 1);
            assertTrue(sink.state().waitingFor().isEmpty());
        }
    }

    @Test
    void aTargetThatWasAwayIsTakenOverAgain() throws Exception {
        topic.create(1).write(0, opening(A, Map.of(1L, "x")));
        for (int time = 0; time < 4; time++) {
            target.failNext(new TargetException.Unavailable("no route", null));
        }
        try (Sink sink = topic.sink(target)) {
            await("it says so", () -> state(sink, 0) instanceof PartitionState.Waiting);
            awaitRows(A, 1);
            target.failNext(new TargetException.Unavailable("gone again", null));
            topic.write(0, transaction(A, 2, 2, "y"));
            awaitRows(A, 2);
            await("it runs", () -> state(sink, 0) instanceof PartitionState.Running);
        }
    }

    @Test
    void aBlockedTargetShowsItsMessageUntilItIsFree() throws Exception {
        topic.create(1).write(0, opening(A, Map.of(1L, "x")));
        for (int time = 0; time < 4; time++) {
            target.failNext(new TargetException.Blocked("view v is in the way", null));
        }
        try (Sink sink = topic.sink(target)) {
            await(
                    "it says so",
                    () -> state(sink, 0) instanceof PartitionState.Blocked blocked
                            && blocked.message().equals("view v is in the way"));
            awaitRows(A, 1);
            await("it runs", () -> state(sink, 0) instanceof PartitionState.Running);
        }
    }

    @Test
    void aFencedWorkerComesBackThroughTheGroup() throws Exception {
        topic.create(1).write(0, opening(A, Map.of(1L, "x")));
        try (Sink sink = topic.sink(target)) {
            awaitRows(A, 1);
            target.failNext(new TargetException.Fenced("another worker writes"));
            topic.write(0, transaction(A, 2, 2, "y"));
            awaitRows(A, 2);
            await("it runs", () -> state(sink, 0) instanceof PartitionState.Running);
        }
    }

    @Test
    void aRefusalEndsTheSink() throws Exception {
        topic.create(1);
        target.failNext(new TargetException.Refused("another projection"));
        try (Sink sink = topic.sink(target)) {
            assertEquals("another projection", cause(sink).getMessage());
        }
    }

    @Test
    void aRecordThatCannotBeReadEndsTheSink() throws Exception {
        topic.create(1).write(0, new byte[] {7});
        try (Sink sink = topic.sink(target)) {
            SinkException cause = assertInstanceOf(SinkException.class, cause(sink));
            assertTrue(
                    cause.getMessage().startsWith("the record at offset 0 of " + topic.name() + "-0"),
                    cause::getMessage);
            assertInstanceOf(PartitionState.Stopped.class, state(sink, 0));
        }
    }

    @Test
    void aTopicThatWasTrimmedTooFarEndsTheSink() throws Exception {
        topic.create(1).write(0, opening(A, Map.of(1L, "x")));
        try (Sink first = topic.sink(target)) {
            awaitRows(A, 1);
            assertTrue(first.state().holes().isEmpty());
        }
        topic.write(0, transaction(A, 2, 2, "y"));
        topic.trim(0, 6);
        try (Sink sink = topic.sink(target)) {
            assertTrue(cause(sink).getMessage().contains("begins at offset 6, but offset 4"), () -> cause(sink)
                    .getMessage());
        }
    }

    @Test
    void aTopicThatIsMadeAnewIsReadFromItsBeginning() throws Exception {
        topic.create(1).write(0, opening(A, Map.of(1L, "x")));
        try (Sink sink = topic.sink(target)) {
            awaitRows(A, 1);
            topic.delete();
            topic.create(1);
            topic.write(0, opening(A, Map.of(1L, "x")));
            topic.write(0, transaction(A, 2, 2, "y"));
            topic.write(0, transaction(A, 3, 3, "z"));
            awaitRows(A, 3);
            await("it runs", () -> state(sink, 0) instanceof PartitionState.Running);
            assertEquals(List.of(), sink.state().holes());
        }
    }

    @Test
    void aTopicThatIsMadeAnewUnderTheReaderIsNotReadFromItsMiddle() throws Exception {
        topic.create(1).write(0, opening(A, Map.of(1L, "x")));
        try (Sink sink = topic.sink(target)) {
            awaitRows(A, 1);
            topic.delete();
            topic.create(1);
            List<RowEvent> anew = new ArrayList<>(List.of(A.claim(2)));
            anew.addAll(A.snapshot(2, Map.of(1L, "a", 2L, "b", 3L, "c", 4L, "d", 5L, "e")));
            topic.write(0, anew);
            awaitRows(A, 5);
            assertEquals(new SourcePosition(2, 1), target.applied("a").position());
            await("it runs", () -> state(sink, 0) instanceof PartitionState.Running);
            assertEquals(List.of(), sink.state().holes());
        }
    }

    @Test
    void aHoleStopsItsSourceAndIsShown() throws Exception {
        topic.create(1).write(0, opening(A, Map.of(1L, "x")));
        topic.write(0, transaction(A, 3, 3, "beyond"));
        topic.write(0, opening(B, Map.of(1L, "x")));
        try (Sink sink = topic.sink(target)) {
            awaitRows(B, 1);
            await("it is shown", () -> !sink.state().holes().isEmpty());
            assertEquals(
                    new SourcePosition(1, 2), sink.state().holes().getFirst().expected());
            assertEquals(1, target.rows("a").size());
        }
    }

    @Test
    void sinksShareThePartitionsAndTakeThemOver() throws Exception {
        topic.create(4);
        try (Sink first = topic.sink(target, new InMemoryHeads(), "one", 1)) {
            await("it holds all", () -> first.state().partitions().size() == 4);
            Sink second = topic.sink(target, new InMemoryHeads(), "two", 1);
            await("they share", () -> {
                int mine = first.state().partitions().size();
                int theirs = second.state().partitions().size();
                return mine > 0 && theirs > 0 && mine + theirs == 4;
            });
            for (int partition = 0; partition < 4; partition++) {
                topic.write(partition, opening(new Story("s" + partition), Map.of(1L, "x")));
            }
            for (int partition = 0; partition < 4; partition++) {
                awaitRows(new Story("s" + partition), 1);
            }
            second.close();
            await("it holds all again", () -> first.state().partitions().size() == 4);
            for (int partition = 0; partition < 4; partition++) {
                topic.write(partition, transaction(new Story("s" + partition), 2, 2, "y"));
            }
            for (int partition = 0; partition < 4; partition++) {
                awaitRows(new Story("s" + partition), 2);
            }
        }
    }

    @Test
    void aSinkWritesItsPartitionsSideBySide() throws Exception {
        topic.create(4);
        try (Sink sink = topic.sink(target)) {
            for (int partition = 0; partition < 4; partition++) {
                topic.write(partition, opening(new Story("s" + partition), Map.of(1L, "x")));
            }
            for (int partition = 0; partition < 4; partition++) {
                awaitRows(new Story("s" + partition), 1);
            }
            long threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("lagzero-sink"))
                    .count();
            assertEquals(4, threads);
            // The thread that joined last may still be given its partition.
            await("all are held", () -> sink.state().partitions().size() == 4);
        }
    }

    @Test
    void theSuccessorOfAKilledProcessDoesNotWaitForItsSession() throws Exception {
        topic.create(1).write(0, opening(A, Map.of(1L, "x")));
        try (Sink killed = topic.sink(target)) {
            awaitRows(A, 1);
            try (Sink successor = topic.sink(target)) {
                assertTrue(cause(killed).getMessage().contains("instance"), () -> cause(killed)
                        .toString());
                topic.write(0, transaction(A, 2, 2, "y"));
                awaitRows(A, 2);
                await("it runs", () -> state(successor, 0) instanceof PartitionState.Running);
            }
        }
    }

    @Test
    void abortedRecordsAreNotSeenAndTheLagIsZeroAllTheSame() throws Exception {
        topic.create(1);
        topic.writeInTransactions(0, opening(A, Map.of(1L, "x")));
        try (Sink sink = topic.sink(target)) {
            awaitRows(A, 1);
            await("lag zero", () -> topic.lag(0) == 0);
            assertEquals(List.of(), sink.state().holes());
        }
    }

    @Test
    void anIncompleteTransactionKeepsTheOffsetInFrontOfIt() throws Exception {
        topic.create(1).write(0, opening(A, Map.of(1L, "x")));
        List<RowEvent> cut = transaction(A, 2, 2, "y");
        topic.write(0, cut.subList(0, 1));
        topic.write(0, opening(B, Map.of(1L, "x")));
        try (Sink sink = topic.sink(target)) {
            awaitRows(B, 1);
            await("lag counts it", () -> topic.lag(0) == 5);
            topic.write(0, cut.subList(1, 2));
            awaitRows(A, 2);
            await("lag zero", () -> topic.lag(0) == 0);
            assertEquals(List.of(), sink.state().holes());
        }
        assertEquals(10, target.takeOver(partition()).nextOffset());
    }

    private Target.Partition partition() throws Exception {
        try (var admin = broker.admin()) {
            String id = admin.describeTopics(List.of(topic.name()))
                    .allTopicNames()
                    .get()
                    .get(topic.name())
                    .topicId()
                    .toString();
            return new Target.Partition(topic.name(), id, 0);
        }
    }
}
