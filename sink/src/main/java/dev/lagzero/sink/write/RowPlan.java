package dev.lagzero.sink.write;

import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.type.TargetType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to happen to one table.
 *
 * @param removes rows that may be there; values of the key
 * @param misfits rows that cannot be written, with the reason
 * @param wider the types that columns must have before the writes
 * @param nulls columns whose NOT NULL the writes contradict
 */
public record RowPlan(
        TargetTable table,
        List<FittingRow> writes,
        List<FittingRow> removes,
        List<Misfit> misfits,
        Map<String, TargetType> wider,
        Set<String> nulls) {

    /** Bytes of the longest text or blob that is to be written into a column; for texts, at least. */
    public long longest(String column) {
        int index = table.definition().columnNames().indexOf(column);
        return writes.stream()
                .mapToLong(row -> row.values().get(index).size())
                .max()
                .orElse(0);
    }

    public boolean changesTable() {
        return !wider.isEmpty() || !nulls.isEmpty();
    }
}
