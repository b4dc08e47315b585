package dev.lagzero.capture.reference;

import dev.lagzero.capture.store.RowShape;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A shape put together of functions; two are the same when their tables are. */
final class FieldShape<K, V> implements RowShape<K, V> {

    private final TableDefinition definition;
    private final Function<V, Object[]> fields;
    private final Function<Image, V> value;
    private final Function<V, K> key;

    /** @param fields of a value, in the order of the columns; null for NULL */
    FieldShape(TableDefinition definition, Function<V, Object[]> fields, Function<Image, V> value, Function<V, K> key) {
        this.definition = definition;
        this.fields = fields;
        this.value = value;
        this.key = key;
    }

    @Override
    public TableDefinition definition() {
        return definition;
    }

    @Override
    public List<Value> row(K ignored, V of) {
        Object[] all = fields.apply(of);
        List<Value> values = new ArrayList<>(all.length);
        for (Object field : all) {
            values.add(Fields.of(field));
        }
        return values;
    }

    @Override
    public K key(Image row) {
        return key.apply(value.apply(row));
    }

    @Override
    public V value(Image row) {
        return value.apply(row);
    }
}
