package dev.lagzero.sink.worker;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.book.SourceSchemas;
import dev.lagzero.sink.ddl.OnDrop;
import dev.lagzero.sink.gather.Story;
import dev.lagzero.sink.postgres.PostgresConfig;
import dev.lagzero.sink.postgres.PostgresTarget;
import dev.lagzero.sink.retry.Backoff;
import dev.lagzero.sink.target.Arrivals;
import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.target.TargetException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A worker with the real target, in which somebody else does something. */
class BlockedOnPostgresTest {

    private static final TopicPartition PARTITION = new TopicPartition("rows", 0);
    private static final String SAID = "SELECT blocked FROM lagzero.partition";

    private final StateBoard board = new StateBoard();

    @Test
    void whatBlocksAWorkerIsSaidInTheTargetUntilItAppliesAgain() throws Exception {
        Story story = new Story("a");
        List<RowEvent> events = new ArrayList<>(List.of(story.claim(1)));
        events.addAll(story.snapshot(1, Map.of(1L, "x")));
        int before = events.size();
        events.addAll(story.transaction(new SourcePosition(1, 2), Map.of(1L, "y")));
        List<ConsumerRecord<byte[], byte[]>> records = Records.of(PARTITION, events);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Target target = PostgresTarget.open(config(postgres));
                PartitionWorker worker = worker(target)) {
            LogExtent log = new LogExtent("id", 0, records.size());
            worker.takeOver(log);
            worker.take(records.subList(0, before), before);
            awaitApplied(worker, before);
            assertNull(ask(postgres, SAID));

            ask(postgres, "ALTER TABLE a RENAME TO elsewhere; SELECT ''");
            worker.take(records.subList(before, records.size()), records.size());
            while (worker.look()) {
                Thread.onSpinWait();
            }
            assertInstanceOf(PartitionState.Blocked.class, board.states().get(0));
            String said = ask(postgres, SAID);
            assertTrue(said.contains("\"public.a\" does not exist"), said);

            ask(postgres, "ALTER TABLE elsewhere RENAME TO a; SELECT ''");
            int next = (int) worker.takeOver(log).orElseThrow();
            worker.take(records.subList(next, records.size()), records.size());
            awaitApplied(worker, records.size());
            assertNull(ask(postgres, SAID));
        }
    }

    private PartitionWorker worker(Target target) {
        WorkerConfig config =
                new WorkerConfig("rows", "group", Map.of(), target, Arrivals.UNHEARD, Limits.DEFAULT, "", 1);
        return new PartitionWorker(PARTITION, config, board, new Backoff(new Random(1)), Clock.systemUTC());
    }

    private static PostgresConfig config(EmbeddedPostgres postgres) {
        return new PostgresConfig(
                postgres.getJdbcUrl("postgres", "postgres"),
                "postgres",
                "postgres",
                "postgres",
                "postgres",
                Map.of("a", new SourceSchemas.Wish("public", true)),
                new Projection("main", "m"),
                OnDrop.KEEP,
                Optional.empty());
    }

    private static void awaitApplied(PartitionWorker worker, long offset) throws TargetException {
        while (worker.appliedOffset() < offset) {
            assertTrue(worker.look());
        }
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            if (!rows) {
                statement.getMoreResults();
            }
            try (ResultSet result = statement.getResultSet()) {
                return result.next() ? result.getString(1) : null;
            }
        }
    }
}
