package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.table.TemporalPattern;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.TargetException;
import org.junit.jupiter.api.Test;

class SnapshotTest extends PostgresCase {

    private static final Census TEXTS = new Census(0, 0, 0, 2, 0, 0, 0, true, false, TemporalPattern.NONE, 3);

    private final Shape city =
            new Shape("city").key("id", "INTEGER").column("name", "TEXT").unique("name");
    private final Shape street =
            new Shape("street").key("id", "INTEGER").column("city", "INTEGER").references("city", "city");

    private Story manyRows(Story story, int rows) {
        story.define(street.definition()).define(city.definition());
        for (int i = 0; i < rows; i++) {
            story.upsert(city, i, "city " + i).upsert(street, i, i);
        }
        return story;
    }

    /** Writes the parts from an ordinal on, up to another, as a worker does after a restart. */
    private long writeSome(Story story, long to) throws TargetException {
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), true)) {
            long from = large.nextOrdinal();
            for (var part : story.parts()) {
                if (part.ordinal() >= from && part.ordinal() < to) {
                    large.write(part, part.ordinal());
                }
            }
            if (to >= story.parts().size()) {
                large.complete(story.ended(), 100);
            }
            return from;
        }
    }

    @Test
    void aLoadGoesOnWhereItsLastChunkEnded() throws Exception {
        Story story = manyRows(next(), 30_000);
        assertEquals(0, writeSome(story, 50_000));
        assertNull(rows(city));
        takeOver();
        long resumed = writeSome(story, story.parts().size());
        assertTrue(resumed >= 20_000 && resumed < 50_000, "resumed at " + resumed);
        assertEquals("30000 30000", ask("SELECT (SELECT count(*) FROM city) || ' ' || (SELECT count(*) FROM street)"));
        assertEquals("IN_FORCE", state("street", "FOREIGN_KEY"));
        assertEquals("IN_FORCE", state("city", "UNIQUE"));
        assertEquals("0", ask("SELECT count(*) FROM pg_tables WHERE schemaname LIKE 'lagzero_load%'"));
        assertEquals("0", ask("SELECT count(*) FROM lagzero.load"));
    }

    private String nullable(String schema) throws Exception {
        return ask("SELECT string_agg(is_nullable, ' ' ORDER BY ordinal_position) FROM information_schema.columns"
                + " WHERE table_schema LIKE '" + schema + "' AND table_name = 't' AND column_name <> 'id'");
    }

    @Test
    void whatTheCensusKnowsToHoldNoNullIsNotNullFromTheBeginning() throws Exception {
        Shape shape = new Shape("t")
                .key("id", "INTEGER")
                .required("sure", "TEXT", TEXTS)
                .required("unsure", "TEXT");
        Story story = next().define(shape.definition()).upsert(shape, 1, "one", "two");
        writeSome(story, 1);
        assertEquals("NO YES", nullable("lagzero_load%"));
        takeOver();
        writeSome(story, story.parts().size());
        assertEquals("NO NO", nullable("public"));
        assertRows(shape, row(1, "one", "two"));
    }

    @Test
    void aNullThatTheCensusDidNotCountSetsItsNotNullAside() throws Exception {
        Shape shape = new Shape("t").key("id", "INTEGER").required("v", "TEXT", TEXTS);
        large(next().define(shape.definition()).upsert(shape, 1, "one").upsert(shape, 2, (Object) null));
        assertRows(shape, row(1, "one"), row(2, (Object) null));
        assertEquals("SET_ASIDE", state("t", "NOT_NULL"));
        assertEquals("0", ask("SELECT count(*) FROM lagzero.parked"));
    }

    @Test
    void aNewEpochDiscardsAHalfDoneLoad() throws Exception {
        writeSome(manyRows(next(), 20_000), 30_000);
        Story fresh = nextEpoch().define(city.definition()).upsert(city, 7, "seven");
        assertEquals(0, writeSome(fresh, fresh.parts().size()));
        assertRows(city, row(7, "seven"));
        assertNull(rows(street));
        assertEquals("0", ask("SELECT count(*) FROM pg_tables WHERE schemaname LIKE 'lagzero_load%'"));
    }

    @Test
    void aReplacingSnapshotRemovesStaleRowsAndKeepsWhatUsersBuilt() throws Exception {
        large(manyRows(next(), 10));
        apply(next().upsert(city, 100, "to stay").upsert(city, 101, "to go"));
        database.run("CREATE VIEW theirs AS SELECT c.name FROM city c JOIN street s ON s.city = c.id");
        database.run("CREATE ROLE reader_" + database.name());
        database.run("GRANT SELECT ON city TO reader_" + database.name());
        large(nextEpoch()
                .define(city.definition())
                .define(street.definition())
                .upsert(city, 100, "to stay")
                .upsert(city, 1, "renamed")
                .upsert(street, 5, 1));
        assertRows(city, row(100, "to stay"), row(1, "renamed"));
        assertRows(street, row(5, 1));
        assertEquals("renamed", ask("SELECT name FROM theirs"));
        assertEquals("t", ask("SELECT has_table_privilege('reader_" + database.name() + "', 'city', 'SELECT')"));
        assertEquals("IN_FORCE", state("street", "FOREIGN_KEY"));
        apply(next().upsert(city, 1, "to stay").upsert(city, 100, "renamed"));
        assertRows(city, row(100, "renamed"), row(1, "to stay"));
    }

    @Test
    void aTableThatTheSnapshotDoesNotNameIsSetAside() throws Exception {
        large(manyRows(next(), 3));
        large(nextEpoch().define(city.definition()).upsert(city, 1, "one"));
        assertNull(rows(street));
        assertEquals("3", ask("SELECT count(*) FROM street__dropped_2_1"));
        assertRows(city, row(1, "one"));
    }

    @Test
    void aReplacingSnapshotMayHaveAnotherShape() throws Exception {
        Shape before = new Shape("t")
                .key("id", "INTEGER")
                .column("a", "TEXT")
                .column("b", "")
                .column("z", "INT");
        large(next().define(before.definition()).upsert(before, 1, "x", 1, 1).upsert(before, 2, "y", "m", 2));
        Shape after = new Shape("t")
                .key("id", "INTEGER")
                .column("b", "")
                .column("a", "REAL")
                .column("c", "DATE");
        large(nextEpoch()
                .define(after.definition())
                .upsert(after, 2, new byte[] {1}, -0.0, "2024-01-01")
                .upsert(after, 3, 1.0, 0.0, null));
        assertRows(after, row(2, new byte[] {1}, -0.0, "2024-01-01"), row(3, 1.0, 0.0, null));
        large(nextEpoch().define(after.definition()).upsert(after, 2, new byte[] {1}, 0.0, "2024-01-01"));
        assertRows(after, row(2, new byte[] {1}, 0.0, "2024-01-01"));
    }

    @Test
    void aReplacingSnapshotSeesTheSignOfZeroAndTheSpacesOfJson() throws Exception {
        Shape shape = new Shape("t").key("r", "REAL").column("v", "REAL").column("j", "JSON");
        large(next().define(shape.definition()).upsert(shape, 1.5, -0.0, "{}"));
        large(nextEpoch().define(shape.definition()).upsert(shape, 1.5, 0.0, "{}"));
        assertRows(shape, row(1.5, 0.0, "{}"));
        large(nextEpoch().define(shape.definition()).upsert(shape, 1.5, 0.0, "{ }"));
        assertRows(shape, row(1.5, 0.0, "{ }"));
    }

    @Test
    void aReplacingSnapshotMayHaveAnotherKey() throws Exception {
        Shape before = new Shape("t").key("id", "INTEGER").column("a", "TEXT");
        large(next().define(before.definition()).upsert(before, 1, "x").upsert(before, 2, "x"));
        Shape after = new Shape("t").key("a", "TEXT").column("id", "INTEGER");
        large(nextEpoch().define(after.definition()).upsert(after, "x", 1));
        assertRows(after, row("x", 1));
    }

    @Test
    void constraintsThatTheSnapshotViolatesAreSetAsideAndTriedAgainByTheNext() throws Exception {
        Shape strict = new Shape("strict")
                .key("id", "INTEGER")
                .required("n", "INT")
                .column("u", "INT")
                .unique("u");
        large(next().define(strict.definition())
                .define(street.definition())
                .define(city.definition())
                .upsert(strict, 1, null, 5)
                .upsert(strict, 2, 2, 5)
                .upsert(street, 1, 99));
        assertEquals("SET_ASIDE", state("strict", "NOT_NULL"));
        assertEquals("SET_ASIDE", state("strict", "UNIQUE"));
        assertEquals("SET_ASIDE", state("street", "FOREIGN_KEY"));
        assertParked(0);
        large(nextEpoch()
                .define(strict.definition())
                .define(street.definition())
                .define(city.definition())
                .upsert(strict, 1, 1, 5));
        assertEquals("IN_FORCE", state("strict", "NOT_NULL"));
        assertEquals("IN_FORCE", state("strict", "UNIQUE"));
        assertEquals("IN_FORCE", state("street", "FOREIGN_KEY"));
    }

    @Test
    void keysOfASnapshotMayBeLongerThanAnIndexTakes() throws Exception {
        Shape page = new Shape("page").key("url", "TEXT").column("n", "INTEGER");
        StringBuilder longUrl = new StringBuilder();
        new java.util.Random(3).ints(20_000, ' ', 'z').forEach(longUrl::appendCodePoint);
        large(next().define(page.definition())
                .upsert(page, longUrl.toString(), 1)
                .upsert(page, "short", 2));
        assertRows(page, row(longUrl.toString(), 1), row("short", 2));
        large(nextEpoch().define(page.definition()).upsert(page, longUrl.toString(), 3));
        assertRows(page, row(longUrl.toString(), 3));
    }

    @Test
    void aSnapshotThatLacksAPartIsRefused() throws Exception {
        Story story = manyRows(next(), 3);
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), true)) {
            write(large, story, story.parts().size() - 1);
            assertThrows(TargetException.Refused.class, () -> large.complete(story.ended(), 100));
        }
        assertNull(rows(city));
    }

    private static void write(LargeTransaction large, Story story, int parts) throws TargetException {
        for (var part : story.parts().subList(0, parts)) {
            large.write(part, part.ordinal());
        }
    }

    @Test
    void severalProjectionsAndSourcesLiveInOneDatabase() throws Exception {
        large(manyRows(next(), 3));
        try (PostgresTarget other =
                PostgresTarget.open(database.config("second", "archive", dev.lagzero.sink.ddl.OnDrop.KEEP))) {
            var own = other.takeOver(PARTITION);
            Story story = manyRows(Story.of("shop", 1, 1), 2);
            try (LargeTransaction large = own.openLarge("shop", story.position(), true)) {
                write(large, story, story.parts().size());
                large.complete(story.ended(), 5);
            }
            own.apply(Story.batch(
                    6,
                    Story.of("till", 1, 1)
                            .define(new Shape("sale").key("id", "INTEGER").definition())));
        }
        assertEquals("3", ask("SELECT count(*) FROM public.city"));
        assertEquals("2", ask("SELECT count(*) FROM archive.city"));
        assertEquals("3", ask("SELECT count(*) FROM lagzero.watermark"));
    }
}
