package dev.lagzero.capture.store;

import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.List;

/** Texts by text: a table with the columns {@code key} and {@code value}. */
public record TextShape(String table) implements RowShape<String, String> {

    @Override
    public TableDefinition definition() {
        return Columns.table(table, List.of("key"), Columns.text("key"), Columns.text("value"));
    }

    @Override
    public List<Value> row(String key, String value) {
        return List.of(Value.of(key), Value.of(value));
    }

    @Override
    public String key(Image row) {
        return ((Value.Text) row.get("key")).value();
    }

    @Override
    public String value(Image row) {
        return ((Value.Text) row.get("value")).value();
    }
}
