package dev.lagzero.capture.table;

import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.ForeignKey;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * A table as it is shown to the outside.
 *
 * @param keyHoldsNull a NULL is stored in the declared key: the row number identifies rows instead
 * @param masked names of columns whose values, other than NULL, are not shown
 */
public record TableView(StoredTable.Followed table, boolean keyHoldsNull, Set<String> masked) {

    /** What is shown in place of a masked value. */
    public static final Value MASK = new Value.Text("***");

    public TableView {
        masked = Set.copyOf(masked);
        for (String column : table.shape().key()) {
            if (masked.contains(column)) {
                throw new IllegalArgumentException("the column " + table.name() + "." + column
                        + " cannot be masked: it belongs to the primary key; leave it out of the mask");
            }
        }
    }

    public String name() {
        return table.name();
    }

    public TableShape shape() {
        return table.shape();
    }

    /** Rows are identified by their row number, under whatever name. */
    public boolean keyedByRowid() {
        return shape().keyedByRowid(keyHoldsNull);
    }

    /** The definition without census; of a masked column it tells as little as of its values. */
    public TableDefinition definition() {
        TableDefinition plain = shape().definition(keyHoldsNull);
        if (masked.isEmpty()) {
            return plain;
        }
        List<String> notices = new ArrayList<>(plain.notices());
        masked.stream().sorted().forEach(column -> notices.add("the column " + column + " is masked"));
        List<List<String>> uniques = new ArrayList<>(plain.uniques());
        uniques.removeIf(this::hides);
        List<ForeignKey> foreignKeys = new ArrayList<>(plain.foreignKeys());
        foreignKeys.removeIf(foreignKey -> hides(foreignKey.columns()));
        return new TableDefinition(
                plain.name(),
                plain.columns().stream().map(this::shown).toList(),
                plain.key(),
                plain.keyIsRowNumber(),
                uniques,
                foreignKeys,
                notices);
    }

    private boolean hides(List<String> columns) {
        return !Collections.disjoint(columns, masked);
    }

    private ColumnDefinition shown(ColumnDefinition column) {
        if (!masked.contains(column.name())) {
            return column;
        }
        return new ColumnDefinition(
                column.name(),
                "TEXT",
                column.notNull(),
                null,
                mask(column.defaultValue()),
                column.generated(),
                false,
                column.census());
    }

    static Value mask(Value value) {
        return value instanceof Value.Null ? value : MASK;
    }
}
