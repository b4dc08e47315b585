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

    public boolean changesTable() {
        return !wider.isEmpty() || !nulls.isEmpty();
    }
}
