package dev.lagzero.sink.write;

import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.net.NetRow;
import java.util.List;

/**
 * A row that Postgres can hold.
 *
 * @param values in the order of the table's columns, or of its key when the row is to be removed
 */
public record FittingRow(NetRow net, List<Value> values) {

    /** About how many bytes it is. */
    public int size() {
        int size = 0;
        for (Value value : values) {
            size += value.size();
        }
        return size;
    }
}
