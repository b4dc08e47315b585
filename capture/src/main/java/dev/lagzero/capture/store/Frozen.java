package dev.lagzero.capture.store;

import dev.lagzero.capture.journal.Layout;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What a store held at one position. It does not change any more. */
public record Frozen(SourcePosition position, List<Table> tables) {

    public Frozen {
        tables = List.copyOf(tables);
    }

    /** Rows are made while they are asked for, each time anew. */
    public record Table(TableDefinition definition, Layout layout, int size, Iterable<List<Value>> rows) {}

    static <K, V> Table of(JournaledMap<K, V> map) {
        RowShape<K, V> shape = map.shape();
        List<Map.Entry<K, V>> entries = new ArrayList<>(map.shown().size());
        map.shown().forEach((key, value) -> entries.add(Map.entry(key, value)));
        Iterable<List<Value>> rows = () -> {
            Iterator<Map.Entry<K, V>> inside = entries.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return inside.hasNext();
                }

                @Override
                public List<Value> next() {
                    Map.Entry<K, V> entry = inside.next();
                    return shape.row(entry.getKey(), entry.getValue());
                }
            };
        };
        return new Table(shape.definition(), map.layout(), entries.size(), rows);
    }
}
