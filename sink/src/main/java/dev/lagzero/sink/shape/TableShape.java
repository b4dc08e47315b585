package dev.lagzero.sink.shape;

import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.ForeignKey;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.sink.shape.TargetConstraint.Kind;
import dev.lagzero.sink.type.TargetType;
import dev.lagzero.sink.type.TypeChoice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** From a source's definition to the table that it becomes when nothing is there yet. */
public final class TableShape {

    /** A b-tree entry of Postgres may have 2,704 bytes; the rest is for other columns of the key. */
    private static final int LONGEST_KEY_BYTES = 2_500;

    private TableShape() {}

    public static TargetTable fresh(String source, TableDefinition definition) {
        List<TargetColumn> columns = new ArrayList<>();
        for (ColumnDefinition column : definition.columns()) {
            TargetType type = TypeChoice.choose(column, isCompared(definition, column.name()));
            columns.add(column(column, type, taken(definition, columns)));
        }
        return new TargetTable(source, definition, columns, keyKind(definition), "", constraints(definition));
    }

    /**
     * The table of a load: what the census knows to hold no NULL is NOT NULL from the beginning, so that nobody has to
     * look through all rows for it when the table moves into place.
     */
    public static TargetTable ofLoad(String source, TableDefinition definition) {
        return fresh(source, definition)
                .withConstraints(constraint -> constraint.kind() == Kind.NOT_NULL
                                && isCounted(definition, constraint.columns().getFirst())
                        ? constraint.inForce("NOT NULL")
                        : constraint);
    }

    private static boolean isCounted(TableDefinition definition, String column) {
        Census census = definition.column(column).census();
        return census.values() > 0 && census.nulls() == 0;
    }

    static TargetColumn column(ColumnDefinition definition, TargetType type, Set<String> taken) {
        return new TargetColumn(definition, type, type.isMixed() ? StorageNames.of(definition.name(), taken) : "");
    }

    /** The same table with a column of another type. */
    public static TargetTable retyped(TargetTable table, String name, TargetType type) {
        Set<String> taken = taken(table.definition(), table.columns());
        List<TargetColumn> columns = new ArrayList<>(table.columns());
        columns.replaceAll(
                column -> column.name().equals(name) && !column.type().equals(type)
                        ? column(column.definition(), type, taken)
                        : column);
        return table.withColumns(columns);
    }

    static Set<String> taken(TableDefinition definition, List<TargetColumn> columns) {
        Set<String> taken = new HashSet<>(definition.columnNames());
        columns.forEach(column -> taken.add(column.storageColumn()));
        return taken;
    }

    /** Postgres compares values of the column: its type must know equality. */
    public static boolean isCompared(TableDefinition definition, String column) {
        return definition.key().contains(column)
                || definition.uniques().stream().anyMatch(unique -> unique.contains(column))
                || definition.foreignKeys().stream()
                        .anyMatch(key -> key.columns().contains(column));
    }

    private static KeyKind keyKind(TableDefinition definition) {
        long longest = definition.key().stream()
                .mapToLong(name -> definition.column(name).census().longest())
                .sum();
        return longest > LONGEST_KEY_BYTES ? KeyKind.DIGEST : KeyKind.PRIMARY;
    }

    static List<TargetConstraint> constraints(TableDefinition definition) {
        List<TargetConstraint> constraints = new ArrayList<>();
        for (ColumnDefinition column : definition.columns()) {
            if (column.notNull() && !definition.key().contains(column.name())) {
                constraints.add(TargetConstraint.waiting(Kind.NOT_NULL, List.of(column.name())));
            }
        }
        for (List<String> unique : definition.uniques()) {
            constraints.add(TargetConstraint.waiting(Kind.UNIQUE, unique));
        }
        for (ForeignKey key : definition.foreignKeys()) {
            constraints.add(TargetConstraint.waiting(key));
        }
        return constraints.stream().distinct().toList();
    }
}
