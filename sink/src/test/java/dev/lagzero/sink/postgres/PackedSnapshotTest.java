package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.lagzero.schemas.avro.RowAvro;
import dev.lagzero.schemas.row.PackedRows;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target.LargeTransaction;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Snapshots whose rows come many to a record, as the log has them. */
class PackedSnapshotTest extends PostgresCase {

    private final Shape item =
            new Shape("item").key("id", "INTEGER").column("name", "TEXT").column("price", "REAL");

    private RowEvent.Part packed(Shape shape, Story story, long ordinal, Object[]... rows) {
        List<Row> upserts = new ArrayList<>();
        for (Object[] values : rows) {
            Image image = shape.image(values);
            upserts.add(new Row.Upsert(shape.name(), shape.keyOf(image), image));
        }
        var event = new RowEvent.Rows(story.source(), story.position(), ordinal, upserts.size(), true, upserts, "");
        RowEvent.Rows read = assertInstanceOf(RowEvent.Rows.class, RowAvro.decode(RowAvro.encode(event)));
        assertInstanceOf(PackedRows.class, read.rows());
        return read;
    }

    private void load(String meanwhile, Object[]... rows) throws Exception {
        Story story = next().define(item.definition());
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), true)) {
            large.write(story.parts().getFirst(), 1);
            if (!meanwhile.isEmpty()) {
                while (ask("SELECT next_ordinal FROM lagzero.load").equals("0")) {
                    Thread.sleep(10);
                }
                database.run(meanwhile);
            }
            int half = rows.length / 2;
            Object[][] first = java.util.Arrays.copyOfRange(rows, 0, half);
            Object[][] second = java.util.Arrays.copyOfRange(rows, half, rows.length);
            large.write(packed(item, story, 1, first), 2);
            large.write(packed(item, story, 1 + half, second), 3);
            var ended = new RowEvent.Ended(Story.SOURCE, story.position(), true, 1 + rows.length, 1_700_000_000_000L);
            large.complete(ended, 100);
        }
    }

    @Test
    void plainRowsArriveAsTheyAre() throws Exception {
        Object[][] rows = {
            row(1, "one", 0.1), row(2, "t\two\\\n", -0.0), row(3, null, null), row(4, "é😀", 1e300),
        };
        load("", rows);
        assertRows(item, rows);
        assertParked(0);
    }

    @Test
    void aRecordWithARowThatNothingCanHoldParksThatRowAlone() throws Exception {
        load("", row(1, "one", 0.1), row(2, "nul \u0000", 0.2), row(3, "three", 0.3), row(4, "four", 0.4));
        assertRows(item, row(1, "one", 0.1), row(3, "three", 0.3), row(4, "four", 0.4));
        assertParked(1);
    }

    @Test
    void aRecordWithAValueOfAnotherTypeWidensTheColumnForAll() throws Exception {
        Object[][] rows = {
            row(1, "one", 0.1), row(2, "two", 0.2), row(3, new byte[] {3}, 0.3), row(4, "four", "cheap"),
        };
        load("", rows);
        assertRows(item, rows);
        assertEquals("mixed", type("item", "name"));
        assertParked(0);
    }

    @Test
    void aRowThatTheServerRefusesIsFoundAndParked() throws Exception {
        load(
                "ALTER TABLE \"lagzero_load_main.shop\".item ADD CHECK (name <> 'bad')",
                row(1, "one", 0.1),
                row(2, "two", 0.2),
                row(3, "bad", 0.3),
                row(4, "four", 0.4));
        assertRows(item, row(1, "one", 0.1), row(2, "two", 0.2), row(4, "four", 0.4));
        assertParked(1);
    }

    @Test
    void aLoadThatIsResumedKnowsWhatItsColumnsBecame() throws Exception {
        Shape bill = new Shape("bill").key("id", "INTEGER").column("amount", "INTEGER");
        Story story = next().define(bill.definition());
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), true)) {
            large.write(story.parts().getFirst(), 1);
            large.write(packed(bill, story, 1, row(1, 7), row(2, 0.5)), 2);
            var defined = new RowEvent.TableDefined(
                    Story.SOURCE, story.position(), 3, item.definition(), new Lineage.Fresh());
            large.write(defined, 3);
        }
        takeOver();
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), true)) {
            assertEquals(4, large.nextOrdinal());
            large.write(packed(bill, story, 4, row(3, Long.MIN_VALUE), row(4, null)), 4);
            large.complete(new RowEvent.Ended(Story.SOURCE, story.position(), true, 6, 1_700_000_000_000L), 100);
        }
        assertEquals("numeric", type("bill", "amount"));
        assertRows(bill, row(1, 7), row(2, 0.5), row(3, Long.MIN_VALUE), row(4, null));
        assertParked(0);
    }
}
