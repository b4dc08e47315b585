package dev.lagzero.capture.store;

import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.List;

/**
 * How the entries of a collection are rows of a table. Pure: the same entry always gives the same row, and
 * {@code value(row(k, v))} equals {@code v}.
 */
public interface RowShape<K, V> {

    /** The table: its name is the collection's. Its key columns tell entries apart. */
    TableDefinition definition();

    /** An entry as values in the order of the definition's columns, those of the key included. */
    List<Value> row(K key, V value);

    /** The key of the entry that a row stands for. A column that the row does not have holds NULL. */
    K key(Image row);

    V value(Image row);
}
