package dev.lagzero.capture.diff;

import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Value;
import java.util.List;
import java.util.Map;

/** Shows old rows in the shape of the new table: columns by lineage, new ones filled with their default. */
final class Projection {

    private static final int NONE = -1;

    private final int[] from;
    private final Value[] fill;
    private final boolean identity;

    private Projection(int[] from, Value[] fill, boolean identity) {
        this.from = from;
        this.fill = fill;
        this.identity = identity;
    }

    /** Rows that have the shape already. */
    static Projection none() {
        return new Projection(new int[0], new Value[0], true);
    }

    /** @param columns new column name to old column name */
    static Projection of(TableDefinition before, TableDefinition after, Map<String, String> columns) {
        List<String> old = before.columnNames();
        int width = after.columns().size();
        int[] from = new int[width];
        Value[] fill = new Value[width];
        boolean identity = width == old.size();
        for (int i = 0; i < width; i++) {
            ColumnDefinition column = after.columns().get(i);
            String source = columns.get(column.name());
            from[i] = source == null ? NONE : old.indexOf(source);
            fill[i] = column.defaultValue();
            identity &= from[i] == i;
        }
        return new Projection(from, fill, identity);
    }

    Value[] apply(Value[] row) {
        if (identity) {
            return row;
        }
        Value[] shown = new Value[from.length];
        for (int i = 0; i < shown.length; i++) {
            shown[i] = from[i] == NONE ? fill[i] : row[from[i]];
        }
        return shown;
    }
}
