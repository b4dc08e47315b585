package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.sink.ddl.OnDrop;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.TargetException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefinitionsTest extends PostgresCase {

    private String column(String table, String name, String what) {
        return ask("SELECT " + what + " FROM information_schema.columns WHERE table_name = '" + table
                + "' AND column_name = '" + name + "'");
    }

    @Test
    void oddNamesAreNamesLikeAnyOther() throws Exception {
        Shape odd = new Shape("select \"all\" from? é")
                .key("group", "INTEGER")
                .column("a\"b", "TEXT")
                .column("c d?{x}", "TEXT")
                .column("$1", "")
                .unique("a\"b")
                .references("group", "select \"all\" from? é", "group");
        apply(next().define(odd.definition()).upsert(odd, 1, "x", "y", 1).upsert(odd, 2, "z", "y", "t"));
        apply(next().upsert(odd, 1, "z", "y", 2.5).upsert(odd, 2, "x", null, null));
        assertEquals("2", ask("SELECT count(*) FROM \"select \"\"all\"\" from? é\" WHERE \"a\"\"b\" IN ('x', 'z')"));
        assertEquals("IN_FORCE", state("select \"all\" from? é", "UNIQUE"));
    }

    @Test
    void anIntegerPrimaryKeyNumbersRowsOfApplications() throws Exception {
        Shape shape = new Shape("t").key("id", "INTEGER").column("v", "TEXT");
        large(nextEpoch().define(shape.definition()).upsert(shape, 41, "x"));
        assertEquals("BY DEFAULT", column("t", "id", "identity_generation"));
        assertEquals("42", ask("INSERT INTO t (v) VALUES ('mine') RETURNING id"));
    }

    @Test
    void defaultsAreCarriedOverWherePostgresCanSayTheSame() throws Exception {
        Shape shape = new Shape("t")
                .key("id", "TEXT")
                .column("n", "INTEGER", "7", 7)
                .column("r", "REAL", "1e300", 1e300)
                .column("s", "TEXT", "'it''s'", "it's")
                .column("at", "DATETIME", "CURRENT_TIMESTAMP", null)
                .column("day", "TEXT", "(date('now'))", null)
                .column("x", "TEXT", "(lower(hex(randomblob(16))))", null);
        apply(next().define(shape.definition()));
        database.run("INSERT INTO t (id) VALUES ('1')");
        assertEquals("7 1e+300 it's", ask("SELECT n || ' ' || r || ' ' || s FROM t"));
        assertEquals("t", ask("SELECT abs(extract(epoch FROM at - (now() AT TIME ZONE 'UTC'))) < 60 FROM t"));
        assertEquals("t", ask("SELECT day = to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') FROM t"));
        assertNull(column("t", "x", "column_default"));
    }

    @Test
    void columnsMayBeRenamedInACircleAddedAndDropped() throws Exception {
        Shape before = new Shape("t")
                .key("id", "INT")
                .column("a", "TEXT")
                .column("b", "INT")
                .column("c", "")
                .unique("a");
        apply(next().define(before.definition()).upsert(before, 1, "x", 5, "m").upsert(before, 2, "y", 6, 7));
        Shape after = new Shape("t")
                .key("id", "INT")
                .column("b", "TEXT")
                .column("c_storage", "TEXT", "'d'", "d")
                .column("d", "")
                .column("e", "INT")
                .unique("b");
        Lineage lineage = new Lineage.Altered("t", Map.of("id", "id", "b", "a", "d", "c"));
        apply(next().define(after.definition(), lineage).upsert(after, 3, "z", "n", 1.5, 3));
        assertRows(after, row(1, "x", "d", "m", null), row(2, "y", "d", 7, null), row(3, "z", "n", 1.5, 3));
        assertEquals("IN_FORCE", state("t", "UNIQUE"));
        takeOver();
        apply(next().upsert(after, 1, "z", "d", "m", null).upsert(after, 3, "x", "n", 1.5, 3));
        assertRows(after, row(1, "z", "d", "m", null), row(2, "y", "d", 7, null), row(3, "x", "n", 1.5, 3));
    }

    @Test
    void foreignKeysFollowARenamedParent() throws Exception {
        Shape parent = new Shape("parent").key("id", "INTEGER");
        Shape child =
                new Shape("child").key("id", "INTEGER").column("p", "INTEGER").references("p", "parent", "id");
        apply(next().define(parent.definition())
                .define(child.definition())
                .upsert(parent, 1)
                .upsert(child, 1, 1));
        Shape renamed = new Shape("elder").key("nr", "INTEGER");
        Shape follows =
                new Shape("child").key("id", "INTEGER").column("p", "INTEGER").references("p", "elder", "nr");
        apply(next().define(renamed.definition(), new Lineage.Altered("parent", Map.of("nr", "id")))
                .define(follows.definition(), new Lineage.Altered("child", Map.of("id", "id", "p", "p")))
                .upsert(renamed, 2)
                .upsert(follows, 2, 2));
        assertRows(renamed, row(1), row(2));
        assertEquals("IN_FORCE", state("child", "FOREIGN_KEY"));
    }

    @Test
    void aKeyMayChange() throws Exception {
        Shape before = new Shape("t").key("id", "INT").column("code", "TEXT");
        apply(next().define(before.definition()).upsert(before, 1, "a").upsert(before, 2, "b"));
        Shape after = new Shape("t").key("code", "TEXT").column("id", "INT");
        apply(next().define(after.definition(), new Lineage.Altered("t", Map.of("id", "id", "code", "code")))
                .upsert(after, "c", null)
                .delete(after, "a"));
        assertRows(after, row("b", 2), row("c", null));
    }

    @Test
    void aDefinitionInTheMiddleOfABatchComesBetweenItsRows() throws Exception {
        Shape before = new Shape("t").key("id", "INT").column("a", "TEXT").references("id", "t");
        Shape after = new Shape("t")
                .key("id", "INT")
                .column("a", "TEXT")
                .column("b", "INT")
                .references("id", "t");
        apply(next().define(before.definition()).upsert(before, 1, "x"));
        apply(
                next().upsert(before, 2, "y"),
                next().define(after.definition(), new Lineage.Altered("t", Map.of("id", "id", "a", "a")))
                        .upsert(after, 1, "z", 9),
                next().upsert(after, 3, "w", 8).delete(after, 2));
        assertRows(after, row(1, "z", 9), row(3, "w", 8));
    }

    @Test
    void aDroppedTableIsSetAsideWithItsRows() throws Exception {
        Shape shape = new Shape("t").key("id", "INTEGER");
        apply(next().define(shape.definition()).upsert(shape, 1));
        apply(next().drop("t"));
        assertEquals("1", ask("SELECT count(*) FROM t__dropped_1_2"));
        apply(next().define(shape.definition()).upsert(shape, 2));
        assertRows(shape, row(2));
    }

    @Test
    void aDroppedTableIsDroppedWhenTheUserWantsThat() throws Exception {
        Shape shape = new Shape("t").key("id", "INTEGER");
        try (PostgresTarget other = PostgresTarget.open(database.config("two", "two", OnDrop.DROP))) {
            var own = other.takeOver(PARTITION);
            own.apply(Story.batch(1, Story.at(1, 1).define(shape.definition()).upsert(shape, 1)));
            own.apply(Story.batch(1, Story.at(1, 2).drop("t")));
        }
        assertEquals("0", ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'two'"));
    }

    @Test
    void aTableThatIsNotOursIsNeverTouched() throws Exception {
        database.run("CREATE TABLE t (id integer, extra text); INSERT INTO t VALUES (1, 'theirs')");
        Shape shape = new Shape("t").key("id", "INTEGER").column("v", "TEXT");
        TargetException.Refused refused =
                assertThrows(TargetException.Refused.class, () -> apply(next().define(shape.definition())));
        assertTrue(refused.getMessage().contains("public.t"), refused.getMessage());
        assertTrue(refused.getMessage().contains("lacks column v text"), refused.getMessage());
        assertTrue(refused.getMessage().contains("id is integer instead of bigint"), refused.getMessage());
        assertThrows(TargetException.Refused.class, () -> large(nextEpoch().define(shape.definition())));
        assertEquals("theirs", ask("SELECT extra FROM t"));
    }

    @Test
    void aTableDefinedAnewKeepsViewsOnIt() throws Exception {
        Shape shape = new Shape("t").key("id", "INTEGER").column("v", "TEXT");
        apply(next().define(shape.definition()).upsert(shape, 1, "x"));
        database.run("CREATE VIEW theirs AS SELECT id, v FROM t");
        apply(next().define(shape.definition()).upsert(shape, 2, "y"));
        assertEquals("2y", ask("SELECT id || v FROM theirs"));
    }

    @Test
    void twoSourcesCannotHaveOneTable() throws Exception {
        Shape shape = new Shape("t").key("id", "INTEGER");
        apply(next().define(shape.definition()));
        TargetException.Refused refused = assertThrows(
                TargetException.Refused.class,
                () -> tenure.apply(Story.batch(1, Story.of("other", 1, 1).define(shape.definition()))));
        assertTrue(refused.getMessage().contains("source"), refused.getMessage());
    }
}
