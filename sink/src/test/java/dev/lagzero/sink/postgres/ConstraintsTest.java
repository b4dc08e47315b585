package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import org.junit.jupiter.api.Test;

/** What is legal in SQLite and hard in Postgres: nothing is parked, nothing cascades, all is equal. */
class ConstraintsTest extends PostgresCase {

    private final Shape parent = new Shape("parent").key("id", "INTEGER").column("name", "TEXT");
    private final Shape child = new Shape("child")
            .key("id", "INTEGER")
            .column("parent_id", "INTEGER")
            .references("parent_id", "parent");

    private void family() throws Exception {
        apply(next().define(child.definition())
                .define(parent.definition())
                .upsert(child, 1, 10)
                .upsert(parent, 10, "ten"));
        assertEquals("IN_FORCE", state("child", "FOREIGN_KEY"));
    }

    @Test
    void aForeignKeyIsInForceWithoutItsActions() throws Exception {
        family();
        assertEquals(
                "FOREIGN KEY (parent_id) REFERENCES parent(id) DEFERRABLE INITIALLY DEFERRED",
                ask("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'"));
        assertEquals(
                "{CASCADE,\"SET NULL\"}",
                ask("SELECT actions FROM lagzero.constraint_state WHERE kind = 'FOREIGN_KEY'"));
    }

    @Test
    void aParentMayBeDeletedAndInsertedAgain() throws Exception {
        family();
        apply(next().delete(parent, 10), next().upsert(parent, 10, "again"));
        assertRows(child, row(1, 10));
        assertRows(parent, row(10, "again"));
        assertEquals("IN_FORCE", state("child", "FOREIGN_KEY"));
    }

    @Test
    void aParentDeletedWithoutItsChildrenSetsTheForeignKeyAside() throws Exception {
        family();
        apply(next().delete(parent, 10));
        assertRows(child, row(1, 10));
        assertRows(parent);
        assertEquals("SET_ASIDE", state("child", "FOREIGN_KEY"));
        assertTrue(ask("SELECT reason FROM lagzero.constraint_state WHERE kind = 'FOREIGN_KEY'")
                .contains("violates foreign key constraint"));
        assertParked(0);
    }

    @Test
    void aForeignKeyViolatedFromTheStartIsSetAside() throws Exception {
        apply(next().define(parent.definition()).define(child.definition()).upsert(child, 1, 99));
        assertRows(child, row(1, 99));
        assertEquals("SET_ASIDE", state("child", "FOREIGN_KEY"));
    }

    @Test
    void aForeignKeyWaitsForItsParent() throws Exception {
        apply(next().define(child.definition()));
        assertEquals("WAITING", state("child", "FOREIGN_KEY"));
        apply(next().define(parent.definition()));
        assertEquals("IN_FORCE", state("child", "FOREIGN_KEY"));
        apply(next().drop("parent"));
        assertEquals("WAITING", state("child", "FOREIGN_KEY"));
    }

    @Test
    void aParentThatIsDefinedAnewKeepsTheForeignKey() throws Exception {
        family();
        apply(next().define(parent.definition()).upsert(parent, 10, "ten anew"));
        assertRows(parent, row(10, "ten anew"));
        assertEquals("IN_FORCE", state("child", "FOREIGN_KEY"));
        apply(nextEpoch()
                .define(parent.definition())
                .define(child.definition())
                .upsert(parent, 10, "ten once more")
                .upsert(child, 1, 10));
        assertRows(child, row(1, 10));
        assertEquals("IN_FORCE", state("child", "FOREIGN_KEY"));
        assertEquals("11", ask("INSERT INTO parent (name) VALUES ('mine') RETURNING id"));
    }

    @Test
    void cyclesAndSelfReferencesAreInForce() throws Exception {
        Shape chicken = new Shape("chicken")
                .key("id", "INTEGER")
                .column("egg", "INTEGER")
                .references("egg", "egg", "id");
        Shape egg = new Shape("egg")
                .key("id", "INTEGER")
                .column("chicken", "INTEGER")
                .column("twin", "INTEGER")
                .references("chicken", "chicken", "id")
                .references("twin", "egg", "id");
        apply(next().define(chicken.definition())
                .define(egg.definition())
                .upsert(chicken, 1, 2)
                .upsert(egg, 2, 1, 3)
                .upsert(egg, 3, null, 2));
        assertEquals("3", ask("SELECT count(*) FROM pg_constraint WHERE contype = 'f'"));
        apply(next().upsert(chicken, 5, 6)
                .upsert(egg, 6, 5, 6)
                .delete(chicken, 1)
                .delete(egg, 2)
                .delete(egg, 3));
        assertRows(chicken, row(5, 6));
        assertRows(egg, row(6, 5, 6));
        assertEquals("3", ask("SELECT count(*) FROM pg_constraint WHERE contype = 'f'"));
    }

    @Test
    void rowsMaySwapUniqueValuesAndKeys() throws Exception {
        Shape user =
                new Shape("user").key("id", "INTEGER").column("email", "TEXT").unique("email");
        apply(next().define(user.definition())
                .upsert(user, 1, "a")
                .upsert(user, 2, "b")
                .upsert(user, 3, "c"));
        apply(next().upsert(user, 1, "b").upsert(user, 2, "c").upsert(user, 3, "a"));
        assertRows(user, row(1, "b"), row(2, "c"), row(3, "a"));
        apply(next().delete(user, 1).delete(user, 2).upsert(user, 2, "b").upsert(user, 1, "c"));
        assertRows(user, row(2, "b"), row(1, "c"), row(3, "a"));
        assertEquals("IN_FORCE", state("user", "UNIQUE"));
        large(next().upsert(user, 2, "c").upsert(user, 1, "b"));
        assertRows(user, row(2, "c"), row(1, "b"), row(3, "a"));
        assertEquals("IN_FORCE", state("user", "UNIQUE"));
    }

    @Test
    void rowsMaySwapUniqueValuesThatAForeignKeyPointsTo() throws Exception {
        Shape user =
                new Shape("user").key("id", "INTEGER").column("email", "TEXT").unique("email");
        Shape mail = new Shape("mail").key("id", "INTEGER").column("to", "TEXT").references("to", "user", "email");
        apply(next().define(user.definition()).upsert(user, 1, "a").upsert(user, 2, "b"));
        apply(next().define(mail.definition()).upsert(mail, 1, "a"));
        assertEquals("IN_FORCE", state("mail", "FOREIGN_KEY"));
        apply(next().upsert(user, 1, "b").upsert(user, 2, "a"));
        assertRows(user, row(1, "b"), row(2, "a"));
        large(next().upsert(user, 1, "a").upsert(user, 2, "b"));
        assertRows(user, row(1, "a"), row(2, "b"));
        assertEquals("IN_FORCE", state("mail", "FOREIGN_KEY"));
        assertEquals("IN_FORCE", state("user", "UNIQUE"));
    }

    @Test
    void aUniqueThatTheDataViolatesIsSetAside() throws Exception {
        Shape user =
                new Shape("user").key("id", "INTEGER").column("email", "TEXT").unique("email");
        apply(next().define(user.definition()).upsert(user, 1, "a"));
        apply(next().upsert(user, 2, "a"));
        assertRows(user, row(1, "a"), row(2, "a"));
        assertEquals("SET_ASIDE", state("user", "UNIQUE"));
        assertParked(0);
    }

    @Test
    void aLargeTransactionSetsConstraintsAsideToo() throws Exception {
        Shape user = new Shape("user")
                .key("id", "INTEGER")
                .column("email", "TEXT")
                .required("n", "INTEGER")
                .unique("email");
        apply(next().define(user.definition()).upsert(user, 1, "a", 1));
        large(next().upsert(user, 2, "a", null).upsert(user, 3, "c", 3));
        assertRows(user, row(1, "a", 1), row(2, "a", null), row(3, "c", 3));
        assertEquals("SET_ASIDE", state("user", "UNIQUE"));
        assertEquals("SET_ASIDE", state("user", "NOT_NULL"));
        assertParked(0);
    }

    @Test
    void aNotNullThatTheDataViolatesIsSetAside() throws Exception {
        Shape user = new Shape("user").key("id", "INTEGER").required("email", "TEXT");
        apply(next().define(user.definition()).upsert(user, 1, "a"));
        assertEquals("IN_FORCE", state("user", "NOT_NULL"));
        apply(next().upsert(user, 2, null));
        assertRows(user, row(1, "a"), row(2, null));
        assertEquals("SET_ASIDE", state("user", "NOT_NULL"));
    }

    @Test
    void aKeyTooLongForAnIndexIsKeptByItsDigest() throws Exception {
        Shape page = new Shape("page").key("url", "TEXT").key("lang", "TEXT").column("n", "INTEGER");
        Shape link = new Shape("link").key("id", "INTEGER").column("u", "TEXT");
        apply(next().define(page.definition()).define(link.definition()).upsert(page, "short", "en", 1));
        String random = new java.util.Random(7)
                .ints(9000, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        apply(next().upsert(page, random + "\\1", "en", 2).upsert(page, random + "\\2", "en", 3));
        assertRows(page, row("short", "en", 1), row(random + "\\1", "en", 2), row(random + "\\2", "en", 3));
        assertEquals("DIGEST", ask("SELECT key_kind FROM lagzero.target_table WHERE table_name = 'page'"));
        apply(next().upsert(page, random + "\\1", "en", 22)
                .delete(page, random + "\\2", "en")
                .delete(page, "short", "en"));
        assertRows(page, row(random + "\\1", "en", 22));
        large(next().upsert(page, random + "\\1", "en", 23)
                .upsert(page, "x", "en", 1)
                .delete(page, "none", "en"));
        assertRows(page, row(random + "\\1", "en", 23), row("x", "en", 1));
        assertParked(0);
    }

    @Test
    void aUniqueTooLongForAnIndexIsSetAside() throws Exception {
        Shape page =
                new Shape("page").key("id", "INTEGER").column("url", "TEXT").unique("url");
        apply(next().define(page.definition()).upsert(page, 1, "short"));
        String random = new java.util.Random(8)
                .ints(9000, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        apply(next().upsert(page, 2, random));
        assertRows(page, row(1, "short"), row(2, random));
        assertEquals("SET_ASIDE", state("page", "UNIQUE"));
    }

    @Test
    void manyRandomFamiliesStayEqualWithoutForeignKeysBeingEnforced() throws Exception {
        long seed = System.nanoTime();
        var random = new java.util.Random(seed);
        family();
        var parents = new java.util.HashMap<>(rows(parent));
        var children = new java.util.HashMap<>(rows(child));
        for (int round = 0; round < 40; round++) {
            Story story = next();
            for (int id = 0; id < 8; id++) {
                if (random.nextInt(3) == 0) {
                    story.delete(parent, id);
                    parents.remove(parent.key(id));
                } else {
                    story.upsert(parent, id, "p" + round);
                    parents.put(parent.key(id), parent.image(id, "p" + round));
                }
                int to = random.nextInt(8);
                story.upsert(child, id, to);
                children.put(child.key(id), child.image(id, to));
            }
            if (round % 5 == 4) {
                large(story);
            } else {
                apply(story);
            }
        }
        assertEquals(parents, rows(parent), "seed " + seed);
        assertEquals(children, rows(child), "seed " + seed);
        assertParked(0);
    }
}
