package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.table.TemporalPattern;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables that are large by their census, of which each has one row. */
class LoadIndexesTest extends PostgresCase {

    private static final Census MANY = new Census(0, 0, 0, 100_000, 0, 0, 0, true, false, TemporalPattern.NONE, 3);

    private final Shape city = new Shape("city")
            .key("id", "INTEGER")
            .required("name", "TEXT", MANY)
            .unique("name");
    private final Shape street = new Shape("street")
            .key("id", "INTEGER")
            .required("name", "TEXT", MANY)
            .column("city", "INTEGER")
            .references("city", "city");

    private Story cityAndStreet(Story story) {
        return story.define(city.definition())
                .upsert(city, 1, "one")
                .define(street.definition())
                .upsert(street, 1, "main", 1);
    }

    /** Ends when nothing is being built any more. */
    private void write(Story story, int from, int to) throws TargetException {
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), true)) {
            for (var part : story.parts().subList(from, to)) {
                large.write(part, part.ordinal());
            }
            if (to == story.parts().size()) {
                large.complete(story.ended(), 100);
            }
        }
    }

    private String oids(String schema) {
        return ask("SELECT coalesce(string_agg(indexrelid::text, ' ' ORDER BY indexrelid), '') FROM pg_index"
                + " JOIN pg_class c ON c.oid = indrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname LIKE '" + schema + "' AND c.relname = 'city'");
    }

    private String names() {
        return ask("SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint"
                + " WHERE contype IN ('p', 'u') AND conrelid IN ('city'::regclass, 'street'::regclass)");
    }

    @Test
    void aTableIsIndexedWhileTheNextOneIsLoadedAndTakesItsIndexesWithIt() throws Exception {
        Story story = cityAndStreet(next());
        write(story, 0, 3);
        String built = oids("lagzero_load%");
        assertEquals(2, built.split(" ").length, built);
        takeOver();
        write(story, 3, 4);
        assertEquals(built, oids("public"));
        assertEquals("city_name_key city_pkey street_pkey", names());
        assertEquals("IN_FORCE", state("city", "UNIQUE"));
        assertEquals("IN_FORCE", state("street", "FOREIGN_KEY"));
    }

    @Test
    @Timeout(60)
    void rowsOfTheNextTableDoNotWaitForTheIndexesOfTheLast() throws Exception {
        Story story = cityAndStreet(next()).define(house.definition());
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), true);
                Connection other = database.connect()) {
            var parts = story.parts();
            large.write(parts.get(0), 0);
            while (loaded("city") == null) {
                Thread.sleep(10);
            }
            other.setAutoCommit(false);
            Sql.run(other, "LOCK TABLE " + loaded("city") + " IN ROW EXCLUSIVE MODE");
            for (var part : parts.subList(1, parts.size())) {
                large.write(part, part.ordinal());
            }
            while (loaded("street") == null
                    || !ask("SELECT count(*) FROM " + loaded("street")).equals("1")) {
                Thread.sleep(10);
            }
            assertEquals("", oids("lagzero_load%"));
            other.commit();
        }
        assertEquals(2, oids("lagzero_load%").split(" ").length);
    }

    private String loaded(String table) {
        return ask("SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname LIKE 'lagzero_load%' AND c.relname = '" + table + "'");
    }

    @Test
    void adoptedKeysWorkAsOthersDo() throws Exception {
        large(cityAndStreet(next()));
        apply(next().upsert(city, 2, "two"));
        apply(next().upsert(city, 1, "two").upsert(city, 2, "one"));
        assertRows(city, row(1, "two"), row(2, "one"));
        assertEquals(
                "t",
                ask(
                        "SELECT bool_and(condeferred) FROM pg_constraint WHERE conrelid = 'city'::regclass AND contype = 'u'"));
        large(nextEpoch().define(city.definition()).upsert(city, 3, "three"));
        assertRows(city, row(3, "three"));
    }

    @Test
    void anIndexThatTheRowsContradictIsLeftToTheEnd() throws Exception {
        large(next().define(city.definition())
                .upsert(city, 1, "same")
                .upsert(city, 2, "same")
                .define(street.definition()));
        assertEquals("SET_ASIDE", state("city", "UNIQUE"));
        assertEquals("city_pkey street_pkey", names());
        assertRows(city, row(1, "same"), row(2, "same"));
    }

    @Test
    void rowsOfATableThatIsIndexedAlreadyStillCount() throws Exception {
        large(cityAndStreet(next()).upsert(city, 2, "two").upsert(street, 2, "side", 2));
        assertRows(city, row(1, "one"), row(2, "two"));
        assertEquals("IN_FORCE", state("street", "FOREIGN_KEY"));
    }

    @Test
    void rowsThatContradictAnIndexWhichIsThereSetItsUniqueAside() throws Exception {
        Story story = cityAndStreet(next()).upsert(city, 2, "one").upsert(street, 2, "side", 2);
        write(story, 0, 3);
        takeOver();
        write(story, 3, story.parts().size());
        assertRows(city, row(1, "one"), row(2, "one"));
        assertEquals("SET_ASIDE", state("city", "UNIQUE"));
        assertEquals("IN_FORCE", state("street", "FOREIGN_KEY"));
        assertParked(0);
    }

    @Test
    void aColumnThatBecomesWiderAfterItWasIndexedKeepsItsUnique() throws Exception {
        large(cityAndStreet(next()).upsert(city, 2, new byte[] {1}).upsert(city, 3, "three"));
        assertRows(city, row(1, "one"), row(2, new byte[] {1}), row(3, "three"));
        assertEquals("IN_FORCE", state("city", "UNIQUE"));
        assertEquals("IN_FORCE", state("street", "FOREIGN_KEY"));
    }

    @Test
    void aKeyThatTakesOtherColumnsAfterItWasIndexedIsMadeAnew() throws Exception {
        Shape tag = new Shape("tag").key("name", "TEXT").column("note", "TEXT", MANY);
        large(next().define(tag.definition())
                .upsert(tag, "\\x78", "a text")
                .define(street.definition())
                .upsert(tag, new byte[] {0x78}, "a blob"));
        assertRows(tag, row("\\x78", "a text"), row(new byte[] {0x78}, "a blob"));
    }

    @Test
    void aNameThatIsTakenWhereTheTableGoesIsNotInTheWay() throws Exception {
        database.run("CREATE TABLE city_pkey (x int)");
        large(cityAndStreet(next()));
        assertRows(city, row(1, "one"));
        String names = names();
        assertTrue(names.startsWith("city_name_key city_pkey"), names);
        assertNotEquals("city_name_key city_pkey street_pkey", names);
    }

    @Test
    void aReplacingSnapshotOfATableInUseBuildsNoIndex() throws Exception {
        large(cityAndStreet(next()));
        Story again = cityAndStreet(nextEpoch());
        write(again, 0, 3);
        assertEquals("", oids("lagzero_load%"));
        takeOver();
        write(again, 3, 4);
        assertRows(city, row(1, "one"));
    }

    private final Shape house = new Shape("house")
            .key("id", "INTEGER")
            .required("name", "TEXT", MANY)
            .column("street", "INTEGER")
            .references("street", "street");

    private String references(String schema) {
        return ask("SELECT coalesce(string_agg(k.oid || ' ' || conname, ' ' ORDER BY k.oid), '') FROM pg_constraint k"
                + " JOIN pg_namespace n ON n.oid = connamespace WHERE contype = 'f' AND n.nspname LIKE '" + schema
                + "'");
    }

    @Test
    void aForeignKeyIsCheckedWhileTheNextTableIsLoadedAndGoesWithTheTable() throws Exception {
        Story story = cityAndStreet(next()).define(house.definition()).upsert(house, 1, "home", 1);
        write(story, 0, 5);
        String made = references("lagzero_load%");
        assertTrue(made.endsWith(" street_city_fkey"), made);
        takeOver();
        write(story, 5, 6);
        String all = references("public");
        assertTrue(all.startsWith(made + " ") && all.split(" ").length == 4, all);
        assertEquals("IN_FORCE", state("street", "FOREIGN_KEY"));
        assertEquals("IN_FORCE", state("house", "FOREIGN_KEY"));
        assertEquals("t", ask("SELECT bool_and(condeferrable AND condeferred) FROM pg_constraint WHERE contype = 'f'"));
        apply(next().upsert(street, 2, "side", 2).upsert(city, 2, "two"));
        apply(next().upsert(street, 3, "lost", 9));
        assertEquals("SET_ASIDE", state("street", "FOREIGN_KEY"));
    }

    @Test
    void aReferenceThatTheRowsBreakIsSetAsideInTheEnd() throws Exception {
        large(next().define(city.definition())
                .upsert(city, 1, "one")
                .define(street.definition())
                .upsert(street, 1, "main", 7)
                .define(house.definition())
                .upsert(house, 1, "home", 1));
        assertEquals("SET_ASIDE", state("street", "FOREIGN_KEY"));
        assertEquals("IN_FORCE", state("house", "FOREIGN_KEY"));
        assertRows(street, row(1, "main", 7));
    }

    @Test
    void rowsThatBreakAReferenceWhichIsThereSetItAside() throws Exception {
        Story story = cityAndStreet(next())
                .define(house.definition())
                .upsert(house, 1, "home", 1)
                .upsert(street, 2, "lost", 7);
        write(story, 0, 5);
        assertNotEquals("", references("lagzero_load%"));
        takeOver();
        write(story, 5, story.parts().size());
        assertRows(street, row(1, "main", 1), row(2, "lost", 7));
        assertEquals("SET_ASIDE", state("street", "FOREIGN_KEY"));
        assertEquals("IN_FORCE", state("house", "FOREIGN_KEY"));
        assertParked(0);
    }

    @Test
    void aKeyThatOthersReferToCanStillTakeAnotherType() throws Exception {
        large(cityAndStreet(next())
                .define(house.definition())
                .upsert(house, 1, "home", 1)
                .upsert(city, "two", "text for a key")
                .upsert(street, 2, "side", "two"));
        assertRows(city, row(1, "one"), row("two", "text for a key"));
        assertEquals("IN_FORCE", state("street", "FOREIGN_KEY"));
    }

    @Test
    void aLoadThatIsVoidLeavesNoReferenceInTheWay() throws Exception {
        Story story = cityAndStreet(next()).define(house.definition()).upsert(house, 1, "home", 1);
        write(story, 0, 5);
        assertNotEquals("", references("lagzero_load%"));
        takeOver();
        large(cityAndStreet(nextEpoch()));
        assertRows(street, row(1, "main", 1));
        assertEquals("IN_FORCE", state("street", "FOREIGN_KEY"));
    }

    @Test
    void aKeyWhoseNameIsTakenIsMadeAnewWithAllThatReferToIt() throws Exception {
        database.run("CREATE TABLE city_pkey (x int)");
        large(cityAndStreet(next()).define(house.definition()).upsert(house, 1, "home", 1));
        assertEquals("IN_FORCE", state("street", "FOREIGN_KEY"));
        assertEquals("IN_FORCE", state("house", "FOREIGN_KEY"));
        assertRows(city, row(1, "one"));
    }

    @Test
    void loadedTablesAreAnalyzed() throws Exception {
        large(cityAndStreet(next()));
        assertEquals("2", ask("SELECT count(*) FROM pg_stats WHERE schemaname = 'public' AND attname = 'name'"));
    }
}
