package dev.lagzero.sink.postgres;

import static dev.lagzero.sink.target.MappedRows.edge;
import static dev.lagzero.sink.target.MappedRows.noNote;
import static dev.lagzero.sink.target.MappedRows.note;
import static dev.lagzero.sink.target.MappedRows.share;
import static dev.lagzero.sink.target.MappedRows.shared;
import static dev.lagzero.sink.target.MappedRows.vertex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.sink.ddl.OnDrop;
import dev.lagzero.sink.graph.GraphKind;
import dev.lagzero.sink.target.MappedRows;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target.Partition;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.TargetException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody must mend about rows of a mapping, and what becomes of them then. */
class MappedFaultsTest {

    private final Server.Database database = Server.database();
    private PostgresTarget target;
    private Tenure tenure;

    @BeforeEach
    void open() throws TargetException {
        MappedRows.TABLES.forEach(sql -> database.run("SET ROLE lagzero_owner; " + sql));
        target = PostgresTarget.open(database.mapped(GraphKind.TABLES, "graph"));
        tenure = target.takeOver(new Partition("rows", "topic-1", 0));
    }

    @AfterEach
    void close() {
        target.close();
    }

    private static Story shop(int sequence, Row... rows) {
        return Story.at(1, sequence).rows(List.of(rows));
    }

    private static Story other(int sequence, Row... rows) {
        return Story.of("other", 1, sequence).rows(List.of(rows));
    }

    private void apply(Story... stories) throws TargetException {
        tenure.apply(Story.batch(100, stories));
    }

    private String parked() {
        return database.ask("SELECT count(*) || ' ' || coalesce(string_agg(reason, ';'), '') FROM lagzero.parked");
    }

    @Test
    void aRowThatTwoSourcesWriteIsTheFirstOnesAndParkedForTheOther() throws TargetException {
        apply(shop(1), other(1));
        apply(shop(2, note("a", "shop's", 1)));
        apply(other(2, note("a", "other's", 2), note("b", "fine", 3)));
        assertEquals("shop's", database.ask("SELECT body FROM note WHERE id = 'a'"));
        assertEquals("fine", database.ask("SELECT body FROM note WHERE id = 'b'"));
        assertTrue(parked().startsWith("1 source shop has a row with this key, too"), parked());
        assertEquals(new Retry.Outcome(1, 0), target.retry());
        apply(shop(3, noNote("a")));
        assertEquals(new Retry.Outcome(1, 1), target.retry());
        assertEquals("other's", database.ask("SELECT body FROM note WHERE id = 'a'"));
        assertEquals("0 ", parked());
    }

    @Test
    void workersOfTwoPartitionsThatMeetAtARowSeeIt() throws TargetException {
        Tenure second = target.takeOver(new Partition("rows", "topic-1", 1));
        apply(shop(1));
        second.apply(Story.batch(100, other(1)));
        second.apply(Story.batch(100, other(2, note("a", "other's", 2))));
        apply(shop(2, note("a", "shop's", 1)));
        assertEquals("other's", database.ask("SELECT body FROM note WHERE id = 'a'"));
        assertTrue(parked().startsWith("1 source other has a row with this key, too"), parked());
    }

    @Test
    void aRowThatItsTableRefusesIsShownWhenTheTableWasMended() throws TargetException {
        database.run("ALTER TABLE note ADD CONSTRAINT small CHECK (size < 10)");
        apply(shop(1, note("a", "x", 5), note("b", "y", 50)));
        assertTrue(parked().contains("small"), parked());
        assertEquals(new Retry.Outcome(1, 0), target.retry());
        database.run("ALTER TABLE note DROP CONSTRAINT small");
        assertEquals(new Retry.Outcome(1, 1), target.retry());
        assertEquals("y", database.ask("SELECT body FROM note WHERE id = 'b'"));
        assertEquals("0 ", parked());
    }

    @Test
    void whatTheStreamRejectedStaysParkedWhenTriedAgain() throws TargetException {
        apply(shop(1, new Row.Reject("items", MappedRows.key("1"), "no timezone")));
        assertEquals(new Retry.Outcome(1, 0), target.retry());
    }

    @Test
    void aSourceThatIsLetGoOfTakesItsRowsAndNoOthers() throws TargetException {
        apply(
                shop(
                        1,
                        note("a", "x", 1),
                        vertex("Item", "a"),
                        edge("HAS_TAG", "a", "t"),
                        shared("Tag", "t", share("1", 5), "of", "shop")),
                other(1, note("b", "y", 2), shared("Tag", "t", share("1", 0), "of", "other")));
        target.close();
        // As the command does it, which knows no more than the database and the projection's name.
        try (PostgresTarget unsettled = PostgresTarget.open(new PostgresConfig(
                database.url(),
                "lagzero_owner",
                Server.PASSWORD,
                "lagzero_writer",
                Server.PASSWORD,
                java.util.Map.of(),
                new Projection("main", "rules-1"),
                OnDrop.KEEP,
                Optional.empty()))) {
            assertEquals(new PostgresTarget.Released(0, 4), unsettled.forget("shop"));
        }
        assertEquals("b", database.ask("SELECT string_agg(id, ' ') FROM note"));
        assertEquals(
                "t other",
                database.ask("SELECT string_agg(key || ' ' || (properties->>'of'), ';') FROM graph.vertices"));
        assertEquals("0", database.ask("SELECT count(*) FROM graph.edges"));
        assertEquals("0", database.ask("SELECT sequence FROM lagzero.watermark WHERE source = 'shop'"));
        assertEquals("0", database.ask("SELECT count(*) FROM lagzero.owner WHERE source = 'shop'"));
    }

    @Test
    void twoProjectionsFillNeitherTheSameTableNorTheSameGraph() throws TargetException {
        apply(shop(1, note("a", "x", 1)));
        database.run("SET ROLE lagzero_owner; CREATE SCHEMA beside");
        TargetException graph = assertThrows(TargetException.Refused.class, () -> second("beside", "graph"));
        assertTrue(graph.getMessage().contains("target.graph-name"), graph.getMessage());
        try (PostgresTarget beside = second("public", "beside_graph")) {
            Tenure later = beside.takeOver(new Partition("rows.beside", "topic-2", 0));
            TargetException table = assertThrows(
                    TargetException.Refused.class, () -> later.apply(Story.batch(100, shop(1, note("a", "y", 2)))));
            assertTrue(table.getMessage().contains("is filled by projection main"), table.getMessage());
        }
        assertEquals("x", database.ask("SELECT body FROM note"));
    }

    private PostgresTarget second(String schema, String graph) throws TargetException {
        return PostgresTarget.open(new PostgresConfig(
                database.url(),
                "lagzero_owner",
                Server.PASSWORD,
                "lagzero_writer",
                Server.PASSWORD,
                Server.Database.schemas("beside"),
                new Projection("beside", "rules-2"),
                OnDrop.KEEP,
                Optional.of(new MappedConfig(schema, Optional.empty(), GraphKind.TABLES, graph, graph))));
    }

    @Test
    void anotherMappingOfTheSameProjectionIsRefusedWithWhatToDo() {
        PostgresConfig changed = new PostgresConfig(
                database.url(),
                "lagzero_owner",
                Server.PASSWORD,
                "lagzero_writer",
                Server.PASSWORD,
                Server.Database.schemas("public"),
                new Projection("main", "rules-2"),
                OnDrop.KEEP,
                Optional.of(new MappedConfig("public", Optional.empty(), GraphKind.TABLES, "graph", "graph")));
        TargetException refused = assertThrows(TargetException.Refused.class, () -> PostgresTarget.open(changed));
        assertTrue(refused.getMessage().contains("projection: NAME"), refused.getMessage());
    }
}
