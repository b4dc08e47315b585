package dev.lagzero.capture.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.store.RowWrite;
import dev.lagzero.schemas.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntranceTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void valuesArriveExactly() {
        List<RowWrite> writes = ChangeList.read(bytes("""
                {"changes": [{"table": "t", "row": {"id": 9223372036854775807, "r": 1.0, "e": 1e3, "t": "ä", "b": true,
                 "n": null, "j": {"a": [1.50, null]}, "x": {"$blob": "AP8="}}}]}"""));
        RowWrite.Upsert upsert = (RowWrite.Upsert) writes.getFirst();
        assertEquals(
                List.of(
                        Value.of(Long.MAX_VALUE),
                        Value.of(1.0),
                        Value.of(1000.0),
                        Value.of("ä"),
                        Value.of(1),
                        Value.NULL,
                        Value.of("{\"a\":[1.50,null]}"),
                        Value.of(new byte[] {0, -1})),
                upsert.row().values());
        assertEquals(List.of("INTEGER", "REAL", "REAL", "TEXT", "BOOLEAN", "", "JSON", "BLOB"), upsert.types());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"changes\": [{\"table\": \"t\", \"row\": {\"id\": 9223372036854775808}}]} | /changes/0/row/id",
                "{\"changes\": [{\"table\": \"t\", \"row\": {\"id\": 1e999}}]} | /changes/0/row/id",
                "{\"changes\": [{\"table\": \"t\", \"row\": {\"id\": 1}, \"what\": 1}]} | /changes/0/what",
                "{\"changes\": [{\"table\": 7}]} | /changes/0/table",
                "{\"changes\": [{\"table\": \"t\"}]} | /changes/0",
                "{\"changes\": [{\"table\": \"t\", \"row\": {\"id\": 1, \"id\": 2}}]} | /changes/0/row/id",
                "{\"changes\": {}} | /changes",
            })
    void aBadFieldIsNamed(String body, String path) {
        Malformed malformed = assertThrows(Malformed.class, () -> ChangeList.read(bytes(body)));
        assertEquals(path, malformed.path(), malformed.getMessage());
    }

    @Test
    void linesAreChanges() {
        byte[] lines = bytes("{\"table\":\"t\",\"row\":{\"id\":1}}\n{\"table\":\"t\",\"delete\":{\"id\":1}}\n");
        assertEquals(2, ChangeList.readLines(lines).size());
        Malformed malformed = assertThrows(
                Malformed.class,
                () -> ChangeList.readLines(bytes("{\"table\":\"t\",\"row\":{\"id\":1}}\n{\"table\":1}")));
        assertTrue(malformed.path().startsWith("/1"), malformed.path());
    }

    /** Wherever a snapshot is cut, it is refused, and never taken for a smaller one. */
    @Test
    void aSnapshotIsWholeOrRefused() {
        String whole = """
                {"projects": [{"id": "1", "name": "x"}], "edges": [[["npm", "a"], ["npm", "b"]], [["npm", "a"], ["npm", "b"]]]}""";
        SnapshotFile file = SnapshotFile.read(bytes(whole));
        assertEquals(1, file.tables().get("edges").byKey().size(), "an edge twice is one edge");
        assertEquals(List.of("id"), file.tables().get("projects").key());
        for (int length = 0; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            assertThrows(Malformed.class, () -> SnapshotFile.read(bytes(cut)), cut);
        }
        assertThrows(Malformed.class, () -> SnapshotFile.read(bytes("{\"t\": [{\"id\": 1}, {\"id\": 1, \"x\": 2}]}")));
        assertThrows(Malformed.class, () -> SnapshotFile.read(bytes("{\"t\": [{\"x\": 1}]}")));
    }
}
