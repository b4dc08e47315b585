package dev.lagzero.sink.target;

import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.ForeignKey;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of a test, written down like DDL: {@code new Shape("t").key("id", "INTEGER").column("name", "TEXT")}. */
public final class Shape {

    private final String name;
    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final List<String> key = new ArrayList<>();
    private final List<List<String>> uniques = new ArrayList<>();
    private final List<ForeignKey> foreignKeys = new ArrayList<>();

    public Shape(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    public Shape key(String column, String type) {
        key.add(column);
        boolean identity = type.equals("INTEGER") && key.size() == 1;
        return add(new ColumnDefinition(column, type, true, null, Value.NULL, false, identity, Census.EMPTY));
    }

    public Shape column(String column, String type) {
        return column(column, type, Census.EMPTY);
    }

    public Shape column(String column, String type, Census census) {
        return add(new ColumnDefinition(column, type, false, null, Value.NULL, false, false, census));
    }

    public Shape required(String column, String type) {
        return required(column, type, Census.EMPTY);
    }

    public Shape required(String column, String type, Census census) {
        return add(new ColumnDefinition(column, type, true, null, Value.NULL, false, false, census));
    }

    public Shape column(String column, String type, String defaultExpression, Object defaultValue) {
        return add(new ColumnDefinition(
                column, type, false, defaultExpression, value(defaultValue), false, false, Census.EMPTY));
    }

    private Shape add(ColumnDefinition column) {
        columns.add(column);
        return this;
    }

    public Shape unique(String... names) {
        uniques.add(List.of(names));
        return this;
    }

    public Shape references(String column, String parent, String... parentColumns) {
        foreignKeys.add(new ForeignKey(List.of(column), parent, List.of(parentColumns), "CASCADE", "SET NULL"));
        return this;
    }

    public TableDefinition definition() {
        return new TableDefinition(name, columns, key, false, uniques, foreignKeys, List.of());
    }

    public Image image(Object... values) {
        return new Image(
                definition().columnNames(),
                Arrays.stream(values).map(Shape::value).toList());
    }

    public Image keyOf(Image image) {
        return image.project(key);
    }

    public Image key(Object... values) {
        return new Image(
                List.copyOf(key).subList(0, values.length),
                Arrays.stream(values).map(Shape::value).toList());
    }

    /** Java's values as SQLite's: numbers, texts, byte arrays, null, or a {@link Value} as it is. */
    public static Value value(Object object) {
        return switch (object) {
            case null -> Value.NULL;
            case Value value -> value;
            case Integer integer -> Value.of(integer.longValue());
            case Long integer -> Value.of(integer);
            case Double real -> Value.of(real);
            case String text -> Value.of(text);
            case byte[] blob -> Value.of(blob);
            default -> throw new IllegalArgumentException("no SQLite value: " + object);
        };
    }
}
