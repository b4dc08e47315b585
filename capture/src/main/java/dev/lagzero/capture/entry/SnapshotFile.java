package dev.lagzero.capture.entry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A store's content as one JSON object of lists. A list holds rows, as objects; or edges, as pairs of pairs {@code
 * [[ecosystem, name], [ecosystem, name]]}. Nothing is taken of a file that does not end where it should.
 *
 * @param tables rows by their key, in the order of the file
 */
public record SnapshotFile(Map<String, Rows> tables) {

    private static final List<String> EDGE = List.of("from_ecosystem", "from_name", "to_ecosystem", "to_name");
    private static final List<List<String>> KEYS = List.of(List.of("id"), List.of("ecosystem", "name"), EDGE);

    /**
     * The rows of one table.
     *
     * @param types declared types of the columns, as far as a value tells
     */
    public record Rows(List<String> key, Map<String, String> types, Map<Image, Image> byKey) {}

    /** @throws Malformed with the path of what is wrong */
    public static SnapshotFile read(byte[] json) {
        Map<String, Rows> tables = new LinkedHashMap<>();
        try (JsonParser in = Json.FACTORY.createParser(json)) {
            ChangeList.expect(in, in.nextToken(), JsonToken.START_OBJECT, "a snapshot is an object of lists");
            for (String table = in.nextFieldName(); table != null; table = in.nextFieldName()) {
                ChangeList.expect(in, in.nextToken(), JsonToken.START_ARRAY, "each table is a list of rows");
                tables.put(table, rows(table, in));
            }
            ChangeList.expect(in, in.currentToken(), JsonToken.END_OBJECT, "the file ends too early");
            if (in.nextToken() != null) {
                throw new Malformed("", "something follows the snapshot");
            }
        } catch (IOException e) {
            throw ChangeList.malformed(e);
        }
        return new SnapshotFile(tables);
    }

    private static Rows rows(String table, JsonParser in) throws IOException {
        List<Image> rows = new ArrayList<>();
        Map<String, String> types = new LinkedHashMap<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            rows.add(in.currentToken() == JsonToken.START_ARRAY ? edge(in, types) : row(in, types));
        }
        List<String> key = rows.isEmpty() ? List.of() : key(table, rows);
        Map<Image, Image> byKey = new LinkedHashMap<>();
        for (Image row : rows) {
            Image before = byKey.put(row.project(key), row);
            if (before != null && !before.equals(row)) {
                throw new Malformed("/" + table, "two different rows have the same " + key);
            }
        }
        return new Rows(key, types, byKey);
    }

    private static List<String> key(String table, List<Image> rows) {
        return KEYS.stream()
                .filter(key -> rows.stream().allMatch(row -> row.names().containsAll(key)))
                .findFirst()
                .orElseThrow(() -> new Malformed("/" + table, "its rows have no key: give each an \"id\""));
    }

    private static Image row(JsonParser in, Map<String, String> types) throws IOException {
        ChangeList.expect(in, in.currentToken(), JsonToken.START_OBJECT, "a row is an object, an edge a pair of pairs");
        List<String> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            Cells.Cell cell = Cells.read(in);
            names.add(name);
            values.add(cell.value());
            if (!cell.type().isEmpty()) {
                types.putIfAbsent(name, cell.type());
            }
        }
        return new Image(List.copyOf(names), List.copyOf(values));
    }

    private static Image edge(JsonParser in, Map<String, String> types) throws IOException {
        String path = Pointers.of(in);
        List<Value> ends = new ArrayList<>();
        int depth = 1;
        while (depth > 0) {
            JsonToken token = in.nextToken();
            if (token == JsonToken.VALUE_STRING) {
                ends.add(Value.of(in.getText()));
            } else if (token == null || !token.isStructStart() && !token.isStructEnd()) {
                throw new Malformed(path, "an edge is [[ecosystem, name], [ecosystem, name]]");
            } else {
                depth += token.isStructStart() ? 1 : -1;
            }
        }
        if (ends.size() != EDGE.size()) {
            throw new Malformed(path, "an edge is [[ecosystem, name], [ecosystem, name]]");
        }
        EDGE.forEach(name -> types.putIfAbsent(name, "TEXT"));
        return new Image(EDGE, ends);
    }
}
