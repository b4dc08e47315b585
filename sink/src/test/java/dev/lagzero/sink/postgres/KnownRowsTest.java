package dev.lagzero.sink.postgres;

import dev.lagzero.sink.target.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the source knows of the rows before makes their writing cheaper, and never wrong. */
class KnownRowsTest extends PostgresCase {

    private final Shape note =
            new Shape("note").key("id", "INTEGER").column("text", "TEXT").column("b", "BLOB");

    @BeforeEach
    void aNote() throws Exception {
        apply(next().define(note.definition()).insert(note, 1, "one", null).insert(note, 2, "two", null));
    }

    @Test
    void newAndChangedRowsAreShown() throws Exception {
        apply(next().change(note, row(1, "one", null), 1, "uno", null));
        apply(next().insert(note, 3, "three", null));
        assertRows(note, row(1, "uno", null), row(2, "two", null), row(3, "three", null));
    }

    @Test
    void onlyChangedColumnsAreWritten() throws Exception {
        database.run("UPDATE note SET b = '\\x07'");
        apply(next().change(note, row(1, "one", null), 1, "uno", null));
        assertRows(note, row(1, "uno", new byte[] {7}), row(2, "two", new byte[] {7}));
    }

    @Test
    void columnsThatAnyRowOfABatchHasChangedAreWritten() throws Exception {
        apply(
                next().change(note, row(1, "one", null), 1, "uno", null),
                next().change(note, row(2, "two", null), 2, "two", new byte[] {1}),
                next().change(note, row(1, "uno", null), 1, "uno", new byte[] {2}));
        assertRows(note, row(1, "uno", new byte[] {2}), row(2, "two", new byte[] {1}));
    }

    @Test
    void aChangedRowThatIsNotThereIsWrittenAsAWhole() throws Exception {
        database.run("DELETE FROM note WHERE id = 1");
        apply(next().change(note, row(1, "one", new byte[] {1}), 1, "uno", new byte[] {1}));
        assertRows(note, row(1, "uno", new byte[] {1}), row(2, "two", null));
        assertParked(0);
    }

    @Test
    void aNewRowThatIsThereAlreadyIsReplaced() throws Exception {
        database.run("INSERT INTO note(id, text) VALUES (3, 'somebody else')");
        apply(next().insert(note, 3, "three", null));
        assertRows(note, row(1, "one", null), row(2, "two", null), row(3, "three", null));
        assertParked(0);
    }

    @Test
    void aChangeOfWhatIsParkedIsWrittenAsAWhole() throws Exception {
        apply(next().change(note, row(1, "one", null), 1, "bad\0", new byte[] {1}));
        assertParked(1);
        apply(next().change(note, row(1, "bad\0", new byte[] {1}), 1, "well", new byte[] {1}));
        assertRows(note, row(1, "well", new byte[] {1}), row(2, "two", null));
        assertParked(0);
    }

    @Test
    void aChangeBehindARejectionIsWrittenAsAWhole() throws Exception {
        apply(
                next().change(note, row(1, "one", null), 1, "uno", null),
                next().reject(note, "too large", 1),
                next().change(note, row(1, "large", new byte[] {1}), 1, "small", new byte[] {1}));
        assertRows(note, row(1, "small", new byte[] {1}), row(2, "two", null));
        assertParked(0);
    }

    @Test
    void rowsThatChangeTheirKeysWithEachOtherAreReplaced() throws Exception {
        apply(next().delete(note, 1)
                .insert(note, 2, "one", null)
                .delete(note, 2)
                .insert(note, 1, "two", null));
        apply(next().delete(note, 1), next().insert(note, 1, "again", null));
        assertRows(note, row(1, "again", null), row(2, "one", null));
    }
}
