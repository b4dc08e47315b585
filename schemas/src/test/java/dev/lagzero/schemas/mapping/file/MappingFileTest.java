package dev.lagzero.schemas.mapping.file;

import static dev.lagzero.schemas.mapping.Changes.image;
import static dev.lagzero.schemas.mapping.Changes.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingFileTest {

    private static final Settings SALTED = Settings.of("UTC", "salt");

    private static String columns(String columns) {
        return "mapping: m\ntables:\n  t:\n    rows:\n      - table: u\n        key: [id]\n        columns:\n"
                + "          id: id\n" + columns.indent(10);
    }

    private static Value value(String expression, Object in) {
        Mapping mapping = MappingFile.compile(columns("x: " + expression), SALTED, Map.of());
        List<Row.Upsert> rows = rows(mapping, "t", image("id", 1, "a", in));
        return rows.getFirst().image().get("x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            x: {casst: a}                  | 9 | there is no operation casst; did you mean cast?
            x: {cast: a, to: intger}       | 9 | did you mean integer?
            x: {cast: a}                   | 9 | needs the key to
            x: {mask: a, kep: 3}           | 9 | did you mean keep?
            x: $indx                       | 9 | did you mean $index?
            x: {path: a, at: b}            | 9 | a JSON pointer begins with a slash
            id: a                          | 9 | is there twice
            x:                             | 9 | a single word or text should stand here, not nothing
            x: {lower: a, trim: b}         | 9 | {lower: {trim: c}}
            x: $item                       | 9 | only in the rows: of an each:
            x: {path: $item/a, at: /b}     | 9 | only in the rows: of an each:
            x: {timestamp: a, zone: UTC}   | 9 | keys here: timestamp
            x: {json: a, text: strng}      | 9 | is reject or string, not "strng"; did you mean string?
            x: {object: {a: a}, rest: yes} | 9 | is false or true, not "yes"
            x: {between: a, from: zero}    | 9 | a number should stand here
            x: {const: [1]}                | 9 | a constant should stand here
            x: {const: !!binary '%'}       | 9 | bytes are written !!binary and base64
            <<: {b: b}                     | 9 | YAML's merge key is not read here
            x: a: b                        | 9 | mapping values are not allowed here; a text with a colon
            x: *a                          | 9 | put a name that begins with a star in quotes
            x: [a                          | 10 | this is not YAML
            """)
    void aProblemNamesItsLineAndWhatWasMeant(String column, int line, String cause) {
        List<Problem> problems = MappingFile.check(columns(column), Map.of()).problems();
        assertEquals(1, problems.size(), problems.toString());
        assertEquals(line, problems.getFirst().line());
        assertTrue(problems.getFirst().cause().contains(cause), problems.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {table: u, columns: {id: id}}                            | needs the key key:
            {table: u, key: [], columns: {id: id}}                   | a key has at least one column
            {table: u, key: [ID], columns: {id: id}}                 | did you mean id?
            {table: u, key: id, columns: [id, name]}                 | as {name: value}, not a list
            {table: u, key: id, columns: {id: id}, when: active}     | a condition is a block
            {table: u, key: id, columns: {id: id}, when: {in: a}}    | needs the key values:
            {table: u, key: id, columns: {id: id}, shared: true}     | an integer should stand here, not "true"
            {table: u, vertex: V, key: id}                           | a rule is one of table and vertex
            {vertex: V, key: id}                                     | as {name: value}, not "id"
            {edge: E, from: {vertex: V, key: id}}                    | needs the key to:
            {each: tags}                                             | needs the key rows:
            {history: u, columns: {id: id}}                          | needs the key of:
            {history: u, of: {id: id}, columns: {}, on_delete: drop} | is keep or remove, not "drop"
            {function: split}                                        | there is no function split
            """)
    void aRuleThatIsWrongIsToldInWords(String rule, String cause) {
        String text = "mapping: m\ntables:\n  t:\n    rows:\n      - " + rule + "\n";
        List<Problem> problems = MappingFile.check(text, Map.of()).problems();
        assertTrue(
                problems.stream()
                        .anyMatch(problem ->
                                problem.line() == 5 && problem.cause().contains(cause)),
                problems.toString());
    }

    @Test
    void aColumnIsNotDroppedAndUsed() {
        String text = columns("x: a") + "    drop: [a]\n";
        assertTrue(MappingFile.check(text, Map.of()).problems().toString().contains("dropped here and used"));
    }

    @Test
    void rowsThatNoRuleTakesUpAreListedAsLost() {
        String rule = "{table: u, key: id, columns: {id: id, a: {blank_to_null: a}}";
        String text = "mapping: m\ntables:\n  t:\n    rows:\n      - " + rule + "%s}\n";
        assertEquals(
                Map.of("t.a", Set.of("an empty text becomes NULL")),
                MappingFile.check(text.formatted(""), Map.of()).losses());
        assertEquals(
                Set.of("t.a", "t.*"),
                MappingFile.check(text.formatted(", when: {present: a}"), Map.of())
                        .losses()
                        .keySet());
    }

    @Test
    void rulesThatFillOnePlaceAgreeAndEdgesEndAtKnownLabels() {
        String text = """
                mapping: m
                tables:
                  t:
                    rows:
                      - {vertex: Agent, key: {id: id}, shared: 1}
                      - {vertex: Agent, key: {id: a}}
                      - {edge: E, from: {vertex: Agnt, key: id}, to: {vertex: Agent, key: a}}
                      - {tabel: x}
                """;
        List<Integer> lines = MappingFile.check(text, Map.of()).problems().stream()
                .map(Problem::line)
                .sorted()
                .toList();
        assertEquals(List.of(6, 7, 8), lines);
    }

    @Test
    void numbersAreExactOrRefused() {
        assertEquals(Value.of(Long.MAX_VALUE), value("{path: a, at: /n}", "{\"n\": 9223372036854775807}"));
        assertEquals(Value.of(0.1), value("{path: a, at: /n}", "{\"n\": 0.1}"));
        assertEquals(Value.of(-0.0), value("{path: a, at: /n}", "{\"n\": -0.0}"));
        assertEquals(Value.of(1e22), value("{path: a, at: /n}", "{\"n\": 1e22}"));
        assertEquals(
                Value.of("9223372036854775808"),
                value("{path: a, at: /n, as: numeric}", "{\"n\": 9223372036854775808}"));
        assertEquals(Value.of("1E+3"), value("{cast: a, to: numeric}", "1E+3"));
        assertEquals(Value.of(1L << 53), value("{cast: a, to: integer}", 0x1p53));
        for (String refused :
                List.of("{\"n\": 9223372036854775808}", "{\"n\": 0.1234567890123456789}", "{\"n\": []}")) {
            assertThrows(Mapping.Unmappable.class, () -> value("{path: a, at: /n}", refused), refused);
        }
        assertThrows(Mapping.Unmappable.class, () -> value("{cast: a, to: real}", (1L << 53) + 1));
        assertThrows(Mapping.Unmappable.class, () -> value("{cast: a, to: integer}", 1.5));
    }

    @Test
    void textsAreCutMaskedHashedAndLimited() {
        assertEquals(Value.of("********5678"), value("{mask: a, keep: 4}", "123412345678"));
        assertEquals(Value.of("***"), value("{mask: a, keep: 4}", "abc"));
        assertEquals(Value.of("i\u0307"), value("{lower: a}", "\u0130"));
        assertEquals(Value.NULL, value("{hash: a}", null));
        assertThrows(Mapping.Unmappable.class, () -> value("{length: a, max: 2}", "\uD83D\uDE00ab"));
        assertThrows(Mapping.Unmappable.class, () -> value("{json: a}", "\"\\u0000\""));
        assertThrows(Mapping.Unmappable.class, () -> value("{one_of: a, values: [x, y]}", "z"));
    }

    @Test
    void aColumnWithoutAPlaceIsAnErrorUnlessRestSaysWhereItGoes() {
        Image image = image("id", 1, "b", new byte[] {1}, "r", -0.0);
        Mapping strict = MappingFile.compile(columns(""), SALTED, Map.of());
        assertThrows(Mapping.Unmappable.class, () -> rows(strict, "t", image));
        Mapping rest = MappingFile.compile(columns("") + "        rest: more\n", SALTED, Map.of());
        assertEquals(
                Value.of("{\"b\":{\"$blob\":\"AQ==\"},\"r\":{\"$real\":\"-0.0\"}}"),
                rows(rest, "t", image).getFirst().image().get("more"));
    }

    @Test
    void whatCannotBeMappedBackIsListed() {
        String text = columns("x: {hash: a}\ny: b\nz: {lower: b}\nw: {timestamp: c}") + "    drop: [d]\n";
        assertEquals(
                Map.of("t.a", Set.of("hashed"), "t.c", Set.of("written as UTC"), "t.d", Set.of("dropped")),
                MappingFile.check(text, Map.of()).losses());
    }

    @Test
    void itemsOfObjectsHaveNames() {
        String text = """
                mapping: m
                tables:
                  t:
                    drop: [id]
                    rows:
                      - each: a
                        rows:
                          - {table: u, key: [n, i], columns: {n: $name, i: $index, v: $item/v}}
                """;
        Mapping mapping = MappingFile.compile(text, SALTED, Map.of());
        assertEquals(
                List.of(image("n", "x", "i", 0, "v", 1), image("n", "y", "i", 1, "v", null)),
                rows(mapping, "t", image("id", 1, "a", "{\"x\": {\"v\": 1}, \"y\": {}}")).stream()
                        .map(Row.Upsert::image)
                        .toList());
    }

    @Test
    void twoDifferentRowsWithOneKeyAreAnError() {
        String text = """
                mapping: m
                tables:
                  t:
                    rows:
                      - each: a
                        rows: [{table: u, key: [id], columns: {id: id, v: $item}}]
                """;
        Mapping mapping = MappingFile.compile(text, SALTED, Map.of());
        assertEquals(1, rows(mapping, "t", image("id", 1, "a", "[2, 2]")).size());
        assertThrows(Mapping.Unmappable.class, () -> rows(mapping, "t", image("id", 1, "a", "[2, 3]")));
    }
}
