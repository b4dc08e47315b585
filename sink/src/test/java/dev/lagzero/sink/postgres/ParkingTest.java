package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParkingTest extends PostgresCase {

    private final Shape note =
            new Shape("note").key("id", "INTEGER").column("text", "TEXT").column("b", "BLOB");

    @BeforeEach
    void aNote() throws Exception {
        apply(next().define(note.definition()).upsert(note, 1, "good", null).upsert(note, 2, "other", null));
    }

    @Test
    void textWithNulIsParkedAndItsRowStaysAsItWas() throws Exception {
        apply(next().upsert(note, 1, "bad\0text", new byte[] {1}).upsert(note, 2, "newer", null));
        assertRows(note, row(1, "good", null), row(2, "newer", null));
        assertParked(1);
        assertEquals("1:2", ask("SELECT epoch || ':' || sequence FROM lagzero.parked"));
        assertTrue(ask("SELECT reason FROM lagzero.parked").contains("U+0000"));
        assertEquals("{\"id\":1}", ask("SELECT key FROM lagzero.parked"));
        assertTrue(ask("SELECT image FROM lagzero.parked").contains("bad\\u0000text"));
    }

    @Test
    void aLaterGoodImageHeals() throws Exception {
        apply(next().upsert(note, 1, "bad\0text", null));
        takeOver();
        apply(next().upsert(note, 1, "well", null));
        assertRows(note, row(1, "well", null), row(2, "other", null));
        assertParked(0);
    }

    @Test
    void aLaterDeleteHeals() throws Exception {
        apply(next().upsert(note, 1, "bad\0text", null), next().upsert(note, 7, "new\0", null));
        assertParked(2);
        apply(next().delete(note, 1).delete(note, 7));
        assertRows(note, row(2, "other", null));
        assertParked(0);
    }

    @Test
    void aLaterBadImageReplacesTheParkedOne() throws Exception {
        apply(next().upsert(note, 1, "bad\0one", null));
        apply(next().upsert(note, 1, "bad\0two", null));
        assertParked(1);
        assertTrue(ask("SELECT image FROM lagzero.parked").contains("two"));
    }

    @Test
    void textThatIsNotUnicodeIsParked() throws Exception {
        apply(next().upsert(note, 3, new Value.RawText(new byte[] {(byte) 0xff}), null));
        assertRows(note, row(1, "good", null), row(2, "other", null));
        assertTrue(ask("SELECT image FROM lagzero.parked").contains("{\"$text\":\"/w==\"}"));
    }

    @Test
    void largeTransactionsAndSnapshotsParkAndHealToo() throws Exception {
        large(next().upsert(note, 1, "bad\0text", null).upsert(note, 3, "three", null));
        assertRows(note, row(1, "good", null), row(2, "other", null), row(3, "three", null));
        assertParked(1);
        large(next().upsert(note, 1, "better", null));
        assertParked(0);
        large(nextEpoch()
                .define(note.definition())
                .upsert(note, 1, "bad\0", null)
                .upsert(note, 2, "fine", null));
        assertRows(note, row(2, "fine", null));
        assertParked(1);
        large(nextEpoch().define(note.definition()).upsert(note, 1, "fine", null));
        assertParked(0);
    }

    @Test
    void aRejectionOfTheStreamIsParkedBesideTheDelete() throws Exception {
        apply(next().reject(note, "no mapping for it", 1).delete(note, 1));
        assertRows(note, row(2, "other", null));
        assertParked(1);
        apply(next().upsert(note, 1, "mapped", null));
        assertParked(0);
        assertRows(note, row(1, "mapped", null), row(2, "other", null));
    }

    @Test
    void aTableThatFailedIsParkedUntilItIsDefined() throws Exception {
        apply(next().row(new Row.Reject("odd", Image.EMPTY, "its DDL cannot be read")));
        assertParked(1);
        apply(next().define(new Shape("odd").key("id", "INTEGER").definition()));
        assertParked(0);
    }

    @Test
    void twoDifferentRowsOfOneKeyInOneTransactionAreParked() throws Exception {
        apply(next().upsert(note, 1, "this", null).upsert(note, 1, "that", null));
        assertRows(note, row(1, "good", null), row(2, "other", null));
        assertParked(1);
    }

    @Test
    void rowsThatSomebodysCheckRefusesAreFoundAndParked() throws Exception {
        database.run("ALTER TABLE note ADD CHECK (text NOT LIKE 'evil%')");
        Story story = next();
        for (int i = 10; i < 100; i++) {
            story.upsert(note, i, i == 31 || i == 77 ? "evil" : "kind", null);
        }
        apply(story);
        assertEquals("88", ask("SELECT count(*) FROM note WHERE text = 'kind'"));
        assertParked(2);
        assertTrue(ask("SELECT reason FROM lagzero.parked").contains("note_text_check"));
        Story again = next();
        again.upsert(note, 200, "evil", null).upsert(note, 201, "kind", null);
        large(again);
        assertParked(3);
        assertEquals("89", ask("SELECT count(*) FROM note WHERE text = 'kind'"));
    }

    @Test
    void retryAppliesTheNewestImageOnceTheCauseIsGone() throws Exception {
        database.run("ALTER TABLE note ADD CONSTRAINT kind CHECK (text NOT LIKE 'evil%')");
        apply(next().upsert(note, 1, "evil 1", new byte[] {9}), next().upsert(note, 1, "evil 2", null));
        assertEquals(new Retry.Outcome(1, 0), target.retry());
        assertParked(1);
        database.run("ALTER TABLE note DROP CONSTRAINT kind");
        assertEquals(new Retry.Outcome(1, 1), target.retry());
        assertParked(0);
        assertRows(note, row(1, "evil 2", null), row(2, "other", null));
    }

    @Test
    void aDeleteThatSomebodysForeignKeyForbidsIsParked() throws Exception {
        database.run("CREATE TABLE theirs (note bigint REFERENCES note); INSERT INTO theirs VALUES (1)");
        apply(next().delete(note, 1).delete(note, 2));
        assertRows(note, row(1, "good", null));
        assertParked(1);
        assertEquals("remove", ask("SELECT action FROM lagzero.parked"));
        database.run("DELETE FROM theirs");
        assertEquals(new Retry.Outcome(1, 1), target.retry());
        assertRows(note);
    }

    @Test
    void parkedImagesFollowAnAlteredTable() throws Exception {
        apply(next().upsert(note, 1, "bad\0text", null));
        Shape altered =
                new Shape("memo").key("nr", "INTEGER").column("body", "TEXT").column("n", "INTEGER", "5", 5);
        var lineage =
                new dev.lagzero.schemas.table.Lineage.Altered("note", java.util.Map.of("nr", "id", "body", "text"));
        apply(next().define(altered.definition(), lineage));
        assertEquals("memo {\"nr\":1}", ask("SELECT table_name || ' ' || key FROM lagzero.parked"));
        apply(next().upsert(altered, 1, "good again", 6));
        assertParked(0);
    }
}
