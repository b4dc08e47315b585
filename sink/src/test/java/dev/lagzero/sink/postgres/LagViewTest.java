package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.book.Heads;
import dev.lagzero.sink.book.OtherWriters;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LagViewTest extends PostgresCase {

    /** When the source of {@link dev.lagzero.sink.target.Story} commits: its clock is years behind the server's. */
    private static final long COMMIT_MILLIS = 1_700_000_000_000L;

    private final Shape shape = new Shape("t").key("id", "INTEGER").column("x", "TEXT");

    @BeforeEach
    void loadOneRow() throws TargetException {
        apply(next().define(shape.definition()).upsert(shape, 1, "a"));
    }

    @Test
    void whatIsEqualIsConsistentAndExactlyZero() throws TargetException {
        target.upsertHeads(List.of(head(1, 4_000, "")));
        assertEquals("CONSISTENT 0 0 1:1 1:1", line());
    }

    @Test
    void whatIsMissingIsCountedAndTimedByTheClockOfTheSource() throws TargetException {
        target.upsertHeads(List.of(head(4, 2_500, "")));
        assertEquals("BEHIND 3 2.5 1:1 1:4", line());
    }

    @Test
    void aParkedRowIsNotEqual() throws TargetException {
        Shape unique = new Shape("u").key("id", "INTEGER").column("x", "TEXT").unique("x");
        apply(next().define(unique.definition()).upsert(unique, 1, "\0"));
        assertParked(1);
        target.upsertHeads(List.of(head(2, 0, "")));
        assertEquals("PARKED 0 0 1:2 1:2", line());
    }

    @Test
    void nothingHeardAndNothingVouchedForIsUnknownAndHasNoNumbers() throws TargetException {
        assertEquals("UNKNOWN - - 1:1 -", line());
        target.upsertHeads(List.of(head(1, 0, "the disk is full")));
        assertEquals("UNKNOWN - - 1:1 1:1", line());
        assertEquals("the disk is full", ask("SELECT cause FROM lagzero.lag"));
    }

    @Test
    void aHeadIsWorthNothingAfterItsLease() throws TargetException {
        target.upsertHeads(List.of(head(1, 0, "")));
        database.run("UPDATE lagzero.head SET observed_at = observed_at - interval '1.0 s'");
        assertEquals("CONSISTENT 0 0 1:1 1:1", line());
        database.run("UPDATE lagzero.head SET observed_at = observed_at - interval '1.1 s'");
        assertEquals("UNKNOWN - - 1:1 1:1", line());
        assertEquals("capture has not looked at the source for 2 s", ask("SELECT cause FROM lagzero.lag"));
    }

    @Test
    void anAgeIsMeasuredWithoutTheDifferenceOfTheClocks() throws Exception {
        target.upsertHeads(List.of(head(1, 0, "")));
        target.upsertHeads(List.of(head(1, -30_000, "")));
        try (Connection connection = database.connect()) {
            long age = Heads.received(connection).getFirst().ageMillis();
            assertTrue(age >= 30_000 && age < 60_000, "a head that took half a minute is " + age + " ms old");
        }
        assertEquals("UNKNOWN - - 1:1 1:1", line());
        target.upsertHeads(List.of(head(1, 3_600_000, "")));
        assertEquals("CONSISTENT 0 0 1:1 1:1", line());
    }

    @Test
    void whatDoesNotMoveWhileItIsBehindIsStalled() throws TargetException {
        target.upsertHeads(List.of(head(4, 20_000, "")));
        database.run("UPDATE lagzero.watermark SET applied_at = applied_at - interval '11 s'");
        assertEquals("BEHIND 3 20 1:1 1:4", line(), "capture has only just published");
        database.run("UPDATE lagzero.head SET moved_at = moved_at - interval '11 s'");
        assertEquals("STALLED 3 20 1:1 1:4", line());
    }

    @Test
    void whatIsInTheWayIsToldOfWhatIsBehindUntilSomethingIsApplied() throws TargetException {
        target.upsertHeads(List.of(head(4, 20_000, "")));
        database.run("UPDATE lagzero.head SET moved_at = moved_at - interval '11 s'");
        database.run("UPDATE lagzero.watermark SET applied_at = applied_at - interval '11 s'");
        target.block(PARTITION, "view v is in the way");
        assertEquals("BLOCKED 3 20 1:1 1:4", line());
        assertEquals("view v is in the way", ask("SELECT cause FROM lagzero.lag"));
        target.upsertHeads(List.of(head(1, 20_000, "")));
        assertEquals("CONSISTENT 0 0 1:1 1:1", line(), "what is equal is equal");
        assertNull(ask("SELECT cause FROM lagzero.lag"));
        apply(next().upsert(shape, 2, "b"));
        target.upsertHeads(List.of(head(3, 20_000, "")));
        assertEquals("BEHIND 1 20 1:2 1:3", line());
    }

    @Test
    void whatIsInTheWayWaitsForNoWorkerThatIsAtWork() throws Exception {
        try (Connection worker = database.connect();
                Statement statement = worker.createStatement()) {
            worker.setAutoCommit(false);
            statement.execute("SELECT 1 FROM lagzero.partition FOR UPDATE");
            assertThrows(TargetException.Unavailable.class, () -> target.block(PARTITION, "view v is in the way"));
        }
    }

    @Test
    void whoWaitsSeesWhatComes() throws Exception {
        CompletableFuture<String> waits =
                CompletableFuture.supplyAsync(() -> ask("SELECT lagzero.wait_for('shop', '1:2', '20 s')"));
        assertThrows(java.util.concurrent.TimeoutException.class, () -> waits.get(300, TimeUnit.MILLISECONDS));
        apply(next().upsert(shape, 2, "b"));
        assertEquals("t", waits.get(10, TimeUnit.SECONDS));
    }

    @Test
    void whoWaitsInVainIsTold() {
        assertEquals("f", ask("SELECT lagzero.wait_for('shop', '1:2', '100 ms')"));
        assertEquals("t", ask("SELECT lagzero.wait_for('shop', '1:1')"));
        assertTrue(refusal("SELECT lagzero.wait_for('shp', '1:1')").contains("no source \"shp\""));
        assertTrue(refusal("SELECT lagzero.wait_for('shop', '17')").contains("epoch:sequence"));
    }

    @Test
    void whoCouldNeverSeeItIsRefused() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            SQLException refused = assertThrows(
                    SQLException.class, () -> statement.executeQuery("SELECT lagzero.wait_for('shop', '1:2')"));
            assertTrue(refused.getMessage().contains("repeatable read"), refused.getMessage());
        }
    }

    @Test
    void anApplicationNeedsTheSchemaOnly() throws Exception {
        role("reader");
        database.run("GRANT USAGE ON SCHEMA lagzero TO reader_" + database.name());
        try (Connection connection = login("reader");
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT lagzero.wait_for('shop', '1:1')")) {
            assertTrue(row.next() && row.getBoolean(1));
        }
    }

    @Test
    void aReaderDoesNotHoldUpTheNextStart() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeQuery("SELECT * FROM lagzero.lag").close();
            CompletableFuture<Void> start = CompletableFuture.runAsync(() -> {
                try {
                    PostgresTarget.open(database.config()).close();
                } catch (TargetException e) {
                    throw new IllegalStateException(e);
                }
            });
            start.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void othersWhoMayWriteAreNamed() throws Exception {
        assertEquals(List.of(), warnings());
        role("intern");
        database.run("GRANT SELECT ON t TO intern_" + database.name());
        assertEquals(List.of(), warnings());
        database.run("GRANT UPDATE ON t TO intern_" + database.name());
        assertEquals(1, warnings().size());
        assertTrue(
                warnings().getFirst().startsWith("role intern_" + database.name() + " may write 1 replicated table"),
                warnings().getFirst());
    }

    private List<String> warnings() throws SQLException {
        try (Connection connection = database.connect()) {
            return OtherWriters.warnings(connection, "main", "lagzero_owner", "lagzero_writer").stream()
                    .filter(warning -> warning.contains("_" + database.name() + " "))
                    .toList();
        }
    }

    private void role(String name) {
        database.run("CREATE ROLE " + name + "_" + database.name() + " LOGIN PASSWORD '" + Server.PASSWORD + "'");
    }

    private Connection login(String name) throws SQLException {
        return DriverManager.getConnection(database.url(), name + "_" + database.name(), Server.PASSWORD);
    }

    private String refusal(String sql) {
        return assertThrows(IllegalStateException.class, () -> ask(sql)).getMessage();
    }

    private String line() {
        String line =
                ask("SELECT state || ' ' || coalesce(transactions::text, '-') || ' ' || coalesce(seconds::text, '-')"
                        + " || ' ' || applied || ' ' || coalesce(head, '-') FROM lagzero.lag WHERE source = 'shop'");
        assertNull(ask("SELECT 1 FROM lagzero.lag WHERE (state = 'UNKNOWN') <> (transactions IS NULL)"));
        return line;
    }

    private static Head head(long sequence, long laterMillis, String cause) {
        SourcePosition at = new SourcePosition(1, sequence);
        return new Head("shop", at, at, true, "", cause, "me", COMMIT_MILLIS + laterMillis);
    }
}
