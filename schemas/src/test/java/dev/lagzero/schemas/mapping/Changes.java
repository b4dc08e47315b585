package dev.lagzero.schemas.mapping;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Images and changes of source rows, written down in short. */
public final class Changes {

    private Changes() {}

    /** Names and values in turn; Java's own types stand for SQLite's. */
    public static Image image(Object... namesAndValues) {
        List<String> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            names.add((String) namesAndValues[i]);
            values.add(value(namesAndValues[i + 1]));
        }
        return new Image(names, values);
    }

    public static Value value(Object value) {
        return switch (value) {
            case null -> Value.NULL;
            case Value given -> given;
            case Integer integer -> Value.of((long) integer);
            case Long integer -> Value.of((long) integer);
            case Double real -> Value.of((double) real);
            case byte[] blob -> Value.of(blob);
            default -> Value.of(value.toString());
        };
    }

    /** The first column is the key. */
    public static List<Row.Upsert> rows(Mapping mapping, String table, Image image) {
        return mapping.rows(new Mapping.SourceRow("s", table, key(image), image));
    }

    public static List<Row> difference(Mapping mapping, String table, Image before, Image after) {
        return RowDifference.of(mapping, change(table, before, after));
    }

    public static ChangeEvent.RowChanged change(String table, Image before, Image after) {
        Header header = new Header("s", "sqlite", "s.db", new SourcePosition(1, 2), false, null, 0);
        return new ChangeEvent.RowChanged(header, 3, table, key(after == null ? before : after), before, after);
    }

    private static Image key(Image image) {
        return image.project(List.of(image.names().getFirst()));
    }

    /** The only row that goes to this table or label. */
    public static Image only(List<Row.Upsert> rows, String table) {
        List<Image> found = rows.stream()
                .filter(row -> row.table().equals(table))
                .map(Row.Upsert::image)
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " rows of " + table + " in " + rows);
        }
        return found.getFirst();
    }
}
