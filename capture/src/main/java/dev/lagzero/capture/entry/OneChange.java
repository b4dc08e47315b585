package dev.lagzero.capture.entry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lagzero.capture.store.Columns;
import dev.lagzero.capture.store.RowWrite;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one change. */
final class OneChange {

    private static final String SHAPE = "a change has \"table\" and one of \"row\", \"delete\" and \"define\"";

    private @Nullable String table;
    private List<String> key = List.of();
    private @Nullable Cellar row;
    private @Nullable Cellar delete;
    private @Nullable List<ColumnDefinition> define;

    /** Columns with what was sent for them. */
    private record Cellar(Image image, List<String> types) {}

    private OneChange() {}

    static RowWrite read(JsonParser in) throws IOException {
        ChangeList.expect(in, in.currentToken(), JsonToken.START_OBJECT, SHAPE);
        String path = Pointers.of(in);
        OneChange change = new OneChange();
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            change.take(field, in);
        }
        return change.write(path);
    }

    private void take(String field, JsonParser in) throws IOException {
        switch (field) {
            case "table" -> table = name(in, "table is a name");
            case "key" -> key = names(in);
            case "row" -> row = cells(in);
            case "delete" -> delete = cells(in);
            case "define" -> define = columns(in);
            default -> throw new Malformed(Pointers.of(in), "unknown field; " + SHAPE);
        }
    }

    private RowWrite write(String path) {
        String into = table;
        int kinds = (row == null ? 0 : 1) + (delete == null ? 0 : 1) + (define == null ? 0 : 1);
        if (into == null || kinds != 1) {
            throw new Malformed(path, SHAPE);
        }
        if (row != null) {
            return new RowWrite.Upsert(into, key, row.image(), row.types());
        }
        if (delete != null) {
            return new RowWrite.Delete(into, delete.image());
        }
        try {
            return new RowWrite.Define(Columns.table(into, key, Objects.requireNonNull(define)));
        } catch (IllegalArgumentException e) {
            throw new Malformed(path + "/key", e.getMessage());
        }
    }

    private static String name(JsonParser in, String what) throws IOException {
        ChangeList.expect(in, in.currentToken(), JsonToken.VALUE_STRING, what);
        String name = in.getText();
        if (name.isEmpty() || name.length() > 255) {
            throw new Malformed(Pointers.of(in), "a name has 1 to 255 characters");
        }
        return name;
    }

    private static List<String> names(JsonParser in) throws IOException {
        ChangeList.expect(in, in.currentToken(), JsonToken.START_ARRAY, "key is a list of columns");
        List<String> names = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            names.add(name(in, "a column is a name"));
        }
        return names;
    }

    private static Cellar cells(JsonParser in) throws IOException {
        ChangeList.expect(in, in.currentToken(), JsonToken.START_OBJECT, "an object of columns and values");
        List<String> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            if (name.isEmpty()) {
                throw new Malformed(Pointers.of(in), "a column has no name");
            }
            in.nextToken();
            Cells.Cell cell = Cells.read(in);
            names.add(name);
            values.add(cell.value());
            types.add(cell.type());
        }
        return new Cellar(new Image(List.copyOf(names), List.copyOf(values)), types);
    }

    private static List<ColumnDefinition> columns(JsonParser in) throws IOException {
        ChangeList.expect(in, in.currentToken(), JsonToken.START_OBJECT, "define is an object of columns and types");
        List<ColumnDefinition> columns = new ArrayList<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            ChangeList.expect(in, in.nextToken(), JsonToken.VALUE_STRING, "a type is a text, as \"INTEGER\"");
            columns.add(Columns.of(name, in.getText()));
        }
        return columns;
    }
}
