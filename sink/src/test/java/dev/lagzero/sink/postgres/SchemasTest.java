package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.sink.book.SourceSchemas.Wish;
import dev.lagzero.sink.ddl.OnDrop;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target.Partition;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.TargetException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each source has its schema, whatever other sources there are. */
class SchemasTest {

    private static final Partition PARTITION = new Partition("rows", "topic-1", 0);
    private static final Shape ITEM = new Shape("item").key("id", "INTEGER").column("v", "TEXT");

    private final Server.Database database = Server.database();

    private PostgresTarget open(Map<String, Wish> schemas) throws TargetException {
        return PostgresTarget.open(new PostgresConfig(
                database.url(),
                "lagzero_owner",
                Server.PASSWORD,
                "lagzero_writer",
                Server.PASSWORD,
                schemas,
                new Projection("main", "identity-fold"),
                OnDrop.KEEP,
                java.util.Optional.empty()));
    }

    private static Wish proposed(String schema) {
        return new Wish(schema, false);
    }

    private static Story first(String source, String value) {
        return Story.of(source, 1, 1).define(ITEM.definition()).upsert(ITEM, 1, value);
    }

    @Test
    void aSourceThatWasAloneKeepsItsSchemaWhenAnotherComes() throws Exception {
        open(Map.of("shop", proposed("public"))).close();
        try (PostgresTarget target = open(Map.of("shop", proposed("shop"), "till", proposed("till")))) {
            assertEquals(Map.of("shop", "public", "till", "till"), target.schemas());
        }
        try (PostgresTarget target = open(Map.of("till", proposed("public")))) {
            assertEquals(Map.of("till", "till"), target.schemas());
        }
    }

    @Test
    void twoSourcesShareASchemaOnlyWhenAskedTo() throws Exception {
        open(Map.of("shop", proposed("public"))).close();
        try (PostgresTarget target = open(Map.of("till", proposed("public")))) {
            assertEquals(Map.of("till", "till"), target.schemas());
        }
        try (PostgresTarget target = open(Map.of("desk", new Wish("public", true)))) {
            assertEquals(Map.of("desk", "public"), target.schemas());
        }
    }

    @Test
    void anotherSchemaThanTheRememberedOneIsRefused() throws Exception {
        open(Map.of("shop", new Wish("crm", true))).close();
        TargetException refused =
                assertThrows(TargetException.Refused.class, () -> open(Map.of("shop", new Wish("erp", true))));
        assertTrue(refused.getMessage().contains("in schema crm, not in erp"), refused.getMessage());
    }

    @Test
    void ourOwnSchemasAreForNoSource() {
        TargetException refused =
                assertThrows(TargetException.Refused.class, () -> open(Map.of("lagzero", proposed("lagzero"))));
        assertTrue(refused.getMessage().contains("choose another"), refused.getMessage());
    }

    @Test
    void tablesOfOneNameStandApart() throws Exception {
        try (PostgresTarget target = open(Map.of("shop", proposed("shop"), "till", proposed("till")))) {
            Tenure tenure = target.takeOver(PARTITION);
            tenure.apply(Story.batch(1, first("shop", "s"), first("till", "t")));
            tenure.apply(Story.batch(
                    2,
                    Story.of("till", 1, 2).upsert(ITEM, 2, "t2"),
                    Story.of("shop", 1, 2).delete(ITEM, 1)));
        }
        assertEquals("0", database.ask("SELECT count(*) FROM shop.item"));
        assertEquals("t,t2", database.ask("SELECT string_agg(v, ',' ORDER BY id) FROM till.item"));
    }

    @Test
    void aSourceThatTheSettingsDoNotNameGetsTheSchemaOfItsName() throws Exception {
        try (PostgresTarget target = open(Map.of("shop", proposed("public")))) {
            target.takeOver(PARTITION).apply(Story.batch(1, first("late", "x")));
        }
        assertEquals("x", database.ask("SELECT v FROM late.item"));
    }

    @Test
    void aRowThatDoesNotFitIsParkedForItsOwnSourceOnly() throws Exception {
        Shape unique =
                new Shape("item").key("id", "INTEGER").column("v", "TEXT").unique("v");
        try (PostgresTarget target = open(Map.of("shop", proposed("shop"), "till", proposed("till")))) {
            Tenure tenure = target.takeOver(PARTITION);
            for (String source : new String[] {"shop", "till"}) {
                tenure.apply(Story.batch(
                        1, Story.of(source, 1, 1).define(unique.definition()).upsert(unique, 1, "same")));
            }
            tenure.apply(Story.batch(
                    2,
                    Story.of("till", 1, 2).upsert(unique, 2, "same"),
                    Story.of("shop", 1, 2).upsert(unique, 2, "other")));
        }
        assertEquals(
                "shop IN_FORCE,till SET_ASIDE",
                database.ask("SELECT string_agg(target_schema || ' ' || state, ',' ORDER BY target_schema)"
                        + " FROM lagzero.constraint_state WHERE kind = 'UNIQUE'"));
        assertEquals("2", database.ask("SELECT count(*) FROM till.item"));
    }

    @Test
    void aSourceThatIsLetGoOfLeavesItsClaimAndNothingElse() throws Exception {
        try (PostgresTarget target = open(Map.of("shop", proposed("shop"), "till", proposed("till")))) {
            Tenure tenure = target.takeOver(PARTITION);
            tenure.apply(Story.batch(1, first("shop", "s"), first("till", "t")));
            assertEquals(new PostgresTarget.Released(1, 0), target.forget("till"));
            assertEquals(new PostgresTarget.Released(0, 0), target.forget("till"));
        }
        assertNull(database.ask("SELECT to_regclass('till.item')::text"));
        assertEquals("s", database.ask("SELECT v FROM shop.item"));
        assertEquals(
                "0:0 claimed 1",
                database.ask("SELECT epoch || ':' || sequence || ' claimed ' || claimed_epoch FROM lagzero.watermark"
                        + " WHERE source = 'till'"));
        try (PostgresTarget target = open(Map.of("till", new Wish("elsewhere", true)))) {
            target.takeOver(PARTITION)
                    .apply(Story.batch(
                            1, Story.of("till", 2, 1).define(ITEM.definition()).upsert(ITEM, 1, "again")));
        }
        assertEquals("again", database.ask("SELECT v FROM elsewhere.item"));
    }
}
