package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.table.TemporalPattern;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two chunks of a snapshot are on their way at once. A chunk is 8,000 rows. */
@Timeout(120)
class LoadLanesTest extends PostgresCase {

    private static final String COPIED_AHEAD = "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation"
            + " WHERE c.relname = 'item' AND l.mode = 'RowExclusiveLock' AND l.granted";
    private static final String WAIT_FOR_EACH_OTHER = "SELECT count(*) FROM pg_stat_activity a JOIN pg_stat_activity b"
            + " ON b.pid = ANY(pg_blocking_pids(a.pid)) WHERE a.datname = current_database()"
            + " AND a.application_name = 'lagzero-owner' AND b.application_name = 'lagzero-owner'";
    private static final String OPEN = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name = 'lagzero-owner' AND state <> 'idle'";

    private static final Census FEW = new Census(0, 0, 0, 2, 0, 0, 0, true, false, TemporalPattern.NONE, 3);
    /** Tables with so many rows are indexed while others are loaded. */
    private static final Census MANY = new Census(0, 0, 0, 100_000, 0, 0, 0, true, false, TemporalPattern.NONE, 3);

    private final Shape item = new Shape("item").key("id", "INTEGER").column("name", "TEXT");
    private final String loaded = "\"lagzero_load_main.shop\".item";

    @AfterEach
    void disarm() {
        Moment.witness(moment -> {});
    }

    private PackedStory items(int rows) {
        PackedStory story = new PackedStory(next()).define(item);
        for (int i = 0; i < rows; i++) {
            story.row(item, i, "item " + i);
        }
        return story;
    }

    private void awaitSome(String query) throws InterruptedException {
        while (ask(query).equals("0")) {
            Thread.sleep(2);
        }
    }

    @FunctionalInterface
    private interface Deed {
        void run() throws Exception;
    }

    /** In the first chunk's turn, when it is committed and the next one is being copied. */
    private void whileTheSecondIsAhead(Deed deed) {
        AtomicBoolean first = new AtomicBoolean(true);
        Moment.witness(moment -> {
            if (moment == Moment.SNAPSHOT_CHUNK_LOADED && first.getAndSet(false)) {
                try {
                    awaitSome(COPIED_AHEAD);
                    deed.run();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    @Test
    void aChunkIsCopiedBeforeItsTurnAndCountsFromItsTurnOn() throws Exception {
        Map<String, String> seen = new HashMap<>();
        whileTheSecondIsAhead(() -> {
            seen.put("rows", ask("SELECT count(*) FROM " + loaded));
            seen.put("next", ask("SELECT next_ordinal FROM lagzero.load"));
        });
        items(30_000).load(tenure);
        assertEquals(Map.of("rows", "8000", "next", "8001"), seen);
        assertEquals("30000 30000", ask("SELECT count(*) || ' ' || count(DISTINCT id) FROM item"));
        assertEquals("0", ask(OPEN));
    }

    @Test
    void whatIsCopiedAheadIsLostWhenAnotherWorkerTakesOver() throws Exception {
        whileTheSecondIsAhead(this::takeOver);
        PackedStory story = items(30_000);
        var before = tenure;
        assertThrows(TargetException.Fenced.class, () -> story.load(before));
        assertEquals(
                "8000 8001", ask("SELECT count(*) || ' ' || (SELECT next_ordinal FROM lagzero.load) FROM " + loaded));
        assertEquals("0", ask(OPEN));
        story.load(tenure);
        assertEquals("30000 30000", ask("SELECT count(*) || ' ' || count(DISTINCT id) FROM item"));
    }

    @Test
    void whatIsCopiedAheadIsNotCommittedUponATargetThatLostSomething() throws Exception {
        whileTheSecondIsAhead(() -> database.run("UPDATE lagzero.partition SET commits = commits - 1"));
        PackedStory story = items(30_000);
        assertThrows(TargetException.WentBack.class, () -> story.load(tenure));
        assertEquals("8000", ask("SELECT count(*) FROM " + loaded));
        takeOver();
        story.load(tenure);
        assertEquals("30000", ask("SELECT count(*) FROM item"));
    }

    @Test
    void aChunkThatWidensAColumnDoesNotWaitForTheNextOne() throws Exception {
        PackedStory story = new PackedStory(next()).define(item);
        Map<Image, Image> expected = new HashMap<>();
        for (int i = 0; i < 40_000; i++) {
            Object[] row = row(i, i % 16_000 == 5_000 ? new byte[] {1} : "item " + i);
            story.row(item, row);
            expected.put(item.keyOf(item.image(row)), item.image(row));
        }
        AtomicBoolean waited = new AtomicBoolean();
        AtomicBoolean ended = new AtomicBoolean();
        Thread watch = Thread.ofPlatform().start(() -> watch(waited, ended));
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), true);
                Connection other = database.connect()) {
            write(large, story.parts(0, 1));
            awaitSome("SELECT count(*) FROM lagzero.load WHERE next_ordinal = 1");
            other.setAutoCommit(false);
            Sql.query(other, row -> "", "SELECT 1 FROM lagzero.partition FOR UPDATE");
            write(large, story.parts(1, 16_001));
            awaitSome(COPIED_AHEAD);
            other.commit();
            write(large, story.parts(16_001, Long.MAX_VALUE));
            large.complete(story.ended(), 100);
        } finally {
            ended.set(true);
            watch.join();
        }
        assertEquals(expected, rows(item));
        assertEquals("mixed", type("item", "name"));
        assertFalse(waited.get(), "a chunk has waited for the next one");
    }

    private void watch(AtomicBoolean waited, AtomicBoolean ended) {
        try (Connection connection = database.connect()) {
            while (!ended.get()) {
                if (Sql.query(connection, row -> row.getLong(1), WAIT_FOR_EACH_OTHER)
                                .getFirst()
                        > 0) {
                    waited.set(true);
                }
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(LargeTransaction large, List<RowEvent.Part> parts) throws TargetException {
        for (RowEvent.Part part : parts) {
            large.write(part, part.ordinal());
        }
    }

    @Test
    void closingInTheMiddleLeavesNothingOpen() throws Exception {
        PackedStory story = items(20_000);
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), true)) {
            write(large, story.parts(0, 16_001));
            Thread.currentThread().interrupt();
        }
        assertEquals(true, Thread.interrupted());
        assertEquals("0", ask(OPEN));
        assertEquals(
                List.of(),
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("lagzero-load"))
                        .toList());
        story.load(tenure);
        assertEquals("20000", ask("SELECT count(*) FROM item"));
    }

    @Test
    void aLoadSurvivesTheEndOfItsConnectionsOrGoesOnAfterIt() throws Exception {
        long seed = Long.getLong("lagzero.lanes.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < Integer.getInteger("lagzero.lanes.rounds", 4); round++) {
            PackedStory story = new PackedStory(nextEpoch());
            Shape[] shapes = shapes(round);
            Map<String, Map<Image, Image>> expected = new HashMap<>();
            int parked = 0;
            for (Shape shape : shapes) {
                story.define(shape);
                int strange = new int[] {1_000_000, 6_000, 300}[random.nextInt(3)];
                Map<Image, Image> rows = new HashMap<>();
                int count = random.nextInt(50_000);
                for (int i = 0; i < count; i++) {
                    Object[] row = row(i, name(random, shape, strange), price(random, strange));
                    story.row(shape, row);
                    if (row[1] instanceof String text && text.indexOf('\0') >= 0) {
                        parked++;
                    } else {
                        rows.put(shape.keyOf(shape.image(row)), shape.image(row));
                    }
                }
                expected.put(shape.name(), rows);
            }
            disturb(random);
            load(story);
            disarm();
            for (Shape shape : shapes) {
                assertSame(expected.get(shape.name()), rows(shape), "round " + round + " " + shape.name());
            }
            assertParked(parked);
        }
    }

    private static Shape[] shapes(int round) {
        return new Shape[] {
            new Shape("item" + round)
                    .key("id", "INTEGER")
                    .required("name", "TEXT", MANY)
                    .column("price", "REAL"),
            new Shape("note" + round)
                    .key("id", "INTEGER")
                    .required("name", "TEXT", FEW)
                    .column("price", "INT")
                    .references("id", "item" + round),
            new Shape("odd" + round).key("id", "INTEGER").column("name", "").column("price", "DATE"),
        };
    }

    private static Object name(Random random, Shape shape, int strange) {
        return switch (random.nextInt(4 * strange)) {
            case 0 -> new byte[] {1};
            case 1 -> shape.name().startsWith("odd") ? null : "";
            case 2 -> "nul \0";
            case 3 -> 7;
            default -> "name " + random.nextInt(1000);
        };
    }

    private static Object price(Random random, int strange) {
        return random.nextInt(strange) == 0 ? "2024-01-01" : random.nextInt(100);
    }

    /** Now and then all connections end, or another worker takes over. */
    private void disturb(Random random) {
        Moment.witness(moment -> {
            int chance = random.nextInt(12);
            if (chance == 0) {
                database.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                        + database.name() + "' AND pid <> pg_backend_pid()");
            } else if (chance == 1 && moment == Moment.SNAPSHOT_CHUNK_LOADED) {
                try {
                    target.takeOver(PARTITION);
                } catch (TargetException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    private void load(PackedStory story) throws TargetException {
        for (int attempt = 0; attempt < 100; attempt++) {
            try {
                takeOver();
                if (isShown(story)) {
                    return;
                }
                story.load(tenure);
            } catch (TargetException.Unavailable | TargetException.Fenced e) {
                assertNotNull(e.getMessage());
            }
        }
    }

    private static void assertSame(Map<Image, Image> expected, Map<Image, Image> found, String where) {
        assertNotNull(found, where);
        assertEquals(List.of(), beyond(expected, found), where + " lacks some of " + expected.size());
        assertEquals(List.of(), beyond(found, expected), where + " has more than " + expected.size());
    }

    /** The first of those that the other one does not have. */
    private static List<Image> beyond(Map<Image, Image> some, Map<Image, Image> other) {
        return some.entrySet().stream()
                .filter(each -> !each.getValue().equals(other.get(each.getKey())))
                .map(Map.Entry::getValue)
                .limit(5)
                .toList();
    }

    /** Its worker may have ended right after the commit. */
    private boolean isShown(PackedStory story) {
        Target.Applied applied = tenure.applied().get(Story.SOURCE);
        return applied != null && applied.position().equals(story.position());
    }
}
