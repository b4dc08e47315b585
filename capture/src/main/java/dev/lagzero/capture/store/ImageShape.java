package dev.lagzero.capture.store;

import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Rows as they are, by their key: for collections that no program declares. A column that a row lacks holds NULL. */
record ImageShape(TableDefinition definition) implements RowShape<Image, Image> {

    @Override
    public List<Value> row(Image key, Image row) {
        List<String> names = definition.columnNames();
        if (row.names().equals(names)) {
            return row.values();
        }
        List<Value> values = new ArrayList<>(names.size());
        for (String name : names) {
            Value value = row.find(name);
            values.add(value == null ? Value.NULL : value);
        }
        return values;
    }

    @Override
    public Image key(Image row) {
        return row.project(definition.key());
    }

    @Override
    public Image value(Image row) {
        return row;
    }
}
