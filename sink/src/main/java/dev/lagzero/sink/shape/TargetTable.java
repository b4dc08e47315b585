package dev.lagzero.sink.shape;

import dev.lagzero.schemas.table.TableDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A table that the sink made, as it stands.
 *
 * @param definition the source's newest definition of it
 * @param columns in the definition's order
 * @param keyName Postgres' name of the primary key or of the digest's index; empty before it is made
 */
public record TargetTable(
        String source,
        TableDefinition definition,
        List<TargetColumn> columns,
        KeyKind keyKind,
        String keyName,
        List<TargetConstraint> constraints) {

    public TargetTable {
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
    }

    public String name() {
        return definition.name();
    }

    public List<String> key() {
        return definition.key();
    }

    public boolean has(String column) {
        return columns.stream().anyMatch(each -> each.name().equals(column));
    }

    public TargetColumn column(String column) {
        return columns.stream()
                .filter(each -> each.name().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("table " + name() + " has no column " + column));
    }

    public List<PhysicalColumn> physical() {
        return physical(definition.columnNames());
    }

    /** The columns of Postgres behind some columns of the source, in the order asked for. */
    public List<PhysicalColumn> physical(Collection<String> names) {
        List<PhysicalColumn> physical = new ArrayList<>();
        for (String wanted : names) {
            TargetColumn column = column(wanted);
            int index = columns.indexOf(column);
            physical.add(new PhysicalColumn(wanted, column.type(), index, false));
            if (column.type().isMixed()) {
                physical.add(new PhysicalColumn(column.storageColumn(), column.type(), index, true));
            }
        }
        return physical;
    }

    public List<String> physicalNames(Collection<String> names) {
        return physical(names).stream().map(PhysicalColumn::name).toList();
    }

    /** Postgres refuses NULL in the column: its key, or a NOT NULL that is in force. */
    public boolean refusesNull(String column) {
        return key().contains(column) || isNotNull(column);
    }

    /** The column is part of a primary key. */
    boolean isPrimary(String column) {
        return keyKind == KeyKind.PRIMARY && key().contains(column);
    }

    /** The column's NOT NULL is in force. */
    boolean isNotNull(String column) {
        return constraints.stream()
                .anyMatch(constraint -> constraint.kind() == TargetConstraint.Kind.NOT_NULL
                        && constraint.isInForce()
                        && constraint.columns().contains(column));
    }

    /** A foreign key may point to these columns: they are the primary key or a UNIQUE that is in force. */
    public boolean isUnique(List<String> names) {
        Set<String> wanted = Set.copyOf(names);
        if (keyKind == KeyKind.PRIMARY && Set.copyOf(key()).equals(wanted)) {
            return true;
        }
        return constraints.stream()
                .anyMatch(constraint -> constraint.kind() == TargetConstraint.Kind.UNIQUE
                        && constraint.isInForce()
                        && Set.copyOf(constraint.columns()).equals(wanted));
    }

    /** Rows that swap unique values must be deleted before they are inserted. */
    public boolean checksUniquesAtOnce() {
        return constraints.stream().anyMatch(constraint -> constraint.immediate() && constraint.isInForce());
    }

    public TargetTable withColumns(List<TargetColumn> newColumns) {
        return new TargetTable(source, definition, newColumns, keyKind, keyName, constraints);
    }

    /** With all that the definition declares, and nothing of it in force. */
    public TargetTable declaredAnew() {
        return new TargetTable(source, definition, columns, keyKind, keyName, TableShape.constraints(definition));
    }

    public TargetTable withKey(KeyKind newKind, String newName) {
        return new TargetTable(source, definition, columns, newKind, newName, constraints);
    }

    public TargetTable withConstraints(UnaryOperator<TargetConstraint> change) {
        return new TargetTable(
                source,
                definition,
                columns,
                keyKind,
                keyName,
                constraints.stream().map(change).toList());
    }
}
