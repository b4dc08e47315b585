package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.ddl.OnDrop;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target.Partition;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartTest {

    private final Server.Database database = Server.database();

    private PostgresConfig config(String url, String owner, String password, Projection projection) {
        return new PostgresConfig(
                url,
                owner,
                password,
                owner,
                password,
                Server.Database.schemas("public"),
                projection,
                OnDrop.KEEP,
                java.util.Optional.empty());
    }

    private static final Projection MAIN = new Projection("main", "identity-fold");

    private static void assertSays(TargetException e, String... words) {
        for (String word : words) {
            assertTrue(e.getMessage().contains(word), e.getMessage());
        }
        for (Throwable each = e; each != null; each = each.getCause()) {
            assertFalse(String.valueOf(each.getMessage()).contains("wrong-pass"), each.getMessage());
        }
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() {
        assertSays(
                assertThrows(
                        TargetException.Unavailable.class,
                        () -> PostgresTarget.open(
                                config("jdbc:postgresql://localhost:1/x", "lagzero_owner", "wrong-pass", MAIN))),
                "localhost:1");
    }

    @Test
    void aDatabaseThatIsNotThereIsRefused() {
        assertSays(
                assertThrows(
                        TargetException.Refused.class,
                        () -> PostgresTarget.open(
                                config(database.url() + "x", "lagzero_owner", Server.PASSWORD, MAIN))),
                "no such database");
    }

    @Test
    void aRoleThatIsNotThereIsRefused() {
        assertSays(
                assertThrows(
                        TargetException.Refused.class,
                        () -> PostgresTarget.open(config(database.url(), "nobody", "wrong-pass", MAIN))),
                "refused the login",
                "nobody");
    }

    @Test
    void aMissingGrantIsNamed() {
        database.run("REVOKE CREATE ON DATABASE " + database.name() + " FROM lagzero_owner");
        assertSays(
                assertThrows(TargetException.Refused.class, () -> PostgresTarget.open(database.config())),
                "GRANT CREATE ON DATABASE",
                "lagzero_owner");
    }

    @Test
    void aMissingGrantOnTheSchemaIsNamed() {
        database.run("REVOKE ALL ON SCHEMA public FROM lagzero_owner, public");
        assertSays(
                assertThrows(TargetException.Refused.class, () -> PostgresTarget.open(database.config())),
                "GRANT CREATE, USAGE ON SCHEMA \"public\"");
    }

    @Test
    void aNewerFormatIsRefused() throws Exception {
        PostgresTarget.open(database.config()).close();
        database.run("INSERT INTO lagzero.format (version) VALUES (99)");
        assertSays(
                assertThrows(TargetException.Refused.class, () -> PostgresTarget.open(database.config())), "format 99");
    }

    @Test
    void anotherMappingOnTheSameTargetIsRefused() throws Exception {
        PostgresTarget.open(database.config()).close();
        Projection changed = new Projection("main", "identity-preserve");
        assertSays(
                assertThrows(
                        TargetException.Refused.class,
                        () -> PostgresTarget.open(config(database.url(), "lagzero_owner", Server.PASSWORD, changed))),
                "identity-preserve",
                "another projection name");
        Projection second = new Projection("second", "identity-fold");
        assertSays(
                assertThrows(
                        TargetException.Refused.class,
                        () -> PostgresTarget.open(config(database.url(), "lagzero_owner", Server.PASSWORD, second))),
                "belongs to projection main");
    }

    @Test
    void theWriterCanNeitherCreateNorDropNorTruncate() throws Exception {
        Shape shape = new Shape("t").key("id", "INTEGER");
        try (PostgresTarget target = PostgresTarget.open(database.config())) {
            assertTrue(target.separateRoles());
            target.takeOver(new Partition("rows", "id", 0))
                    .apply(Story.batch(
                            1, Story.at(1, 1).define(shape.definition()).upsert(shape, 1)));
        }
        for (String sql : new String[] {
            "CREATE TABLE public.mine (id int)",
            "DROP TABLE public.t",
            "TRUNCATE public.t",
            "ALTER TABLE public.t ADD COLUMN x int",
            "TRUNCATE lagzero.watermark",
            "CREATE TABLE lagzero.mine (id int)"
        }) {
            try (Connection writer = DriverManager.getConnection(database.url(), "lagzero_writer", Server.PASSWORD);
                    Statement statement = writer.createStatement()) {
                SQLException refused = assertThrows(SQLException.class, () -> statement.execute(sql), sql);
                assertEquals("42501", refused.getSQLState(), sql);
            }
        }
    }

    @Test
    void oneRoleMayDoBoth() throws Exception {
        Shape shape = new Shape("t").key("id", "INTEGER");
        try (PostgresTarget target =
                PostgresTarget.open(config(database.url(), "lagzero_owner", Server.PASSWORD, MAIN))) {
            assertFalse(target.separateRoles());
            var tenure = target.takeOver(new Partition("rows", "id", 0));
            tenure.apply(
                    Story.batch(1, Story.at(1, 1).define(shape.definition()).upsert(shape, 1)));
            tenure.apply(Story.batch(1, Story.at(1, 2).upsert(shape, 2)));
        }
        assertEquals("2", database.ask("SELECT count(*) FROM t"));
    }

    @Test
    void passwordsAreNotShown() {
        assertFalse(database.config().toString().contains(Server.PASSWORD));
    }

    @Test
    void statusTellsWhatThereIs() throws Exception {
        Shape shape = new Shape("t").key("id", "INTEGER").column("x", "TEXT").unique("x");
        try (PostgresTarget target = PostgresTarget.open(database.config())) {
            target.takeOver(new Partition("rows", "id", 0))
                    .apply(Story.batch(
                            1,
                            Story.at(1, 1)
                                    .define(shape.definition())
                                    .upsert(shape, 1, "\0")
                                    .upsert(shape, 2, "a")
                                    .upsert(shape, 3, "a")));
            SourcePosition at = new SourcePosition(1, 1);
            Head other = new Head("till", at, at, true, "", "", "me", 1_000);
            target.upsertHeads(
                    List.of(new Head("shop", new SourcePosition(2, 5), at, true, "", "", "me", 1_000), other));
            target.upsertHeads(
                    List.of(new Head("shop", new SourcePosition(1, 9), at, true, "", "", "zombie", 2_000), other));
            TargetStatus status = target.status();
            assertEquals(at, status.watermarks().getFirst().applied());
            assertEquals(
                    1_700_000_000_000L,
                    status.watermarks().getFirst().committedAt().orElseThrow().toEpochMilli());
            assertEquals("me", status.heads().getFirst().instance());
            assertEquals(2, status.heads().size());
            assertEquals(1, status.parked().size());
            assertEquals(
                    "SET_ASIDE",
                    status.tables()
                            .get("public")
                            .get("t")
                            .constraints()
                            .getFirst()
                            .state()
                            .name());
            assertEquals("create", status.changes().getFirst().what());
        }
    }
}
