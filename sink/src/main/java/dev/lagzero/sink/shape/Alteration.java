package dev.lagzero.sink.shape;

import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.sink.type.TargetType;
import dev.lagzero.sink.type.TypeChoice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The difference between a table and a newer definition of it. Names of columns are the new ones, unless said.
 *
 * @param names new column name to the former one, for columns that stay
 * @param columns the columns afterwards
 * @param goneColumns under their former names
 * @param goneConstraints what the newer definition no longer declares, under former names
 */
public record Alteration(
        TargetTable former,
        TableDefinition definition,
        Map<String, String> names,
        List<TargetColumn> columns,
        List<TargetColumn> goneColumns,
        List<TargetConstraint> goneConstraints) {

    /** {@code from} to {@code to}, one after the other. */
    public record Rename(String from, String to) {}

    public static Alteration of(TargetTable former, TableDefinition definition, Map<String, String> names) {
        Map<String, String> kept = new HashMap<>(names);
        kept.keySet().retainAll(definition.columnNames());
        kept.values().removeIf(name -> !former.has(name));
        List<TargetColumn> columns = columns(former, definition, kept);
        List<TargetColumn> gone = former.columns().stream()
                .filter(column -> !kept.containsValue(column.name()))
                .toList();
        List<TargetConstraint> wanted = TableShape.constraints(definition);
        List<TargetConstraint> goneConstraints = former.constraints().stream()
                .filter(each -> wanted.stream().noneMatch(renamed(each, former, definition, kept)::declaresSameAs))
                .toList();
        return new Alteration(former, definition, Map.copyOf(kept), columns, gone, goneConstraints);
    }

    private static List<TargetColumn> columns(
            TargetTable former, TableDefinition definition, Map<String, String> kept) {
        Set<String> taken = new HashSet<>(definition.columnNames());
        former.columns().forEach(column -> taken.add(column.storageColumn()));
        List<TargetColumn> columns = new ArrayList<>();
        for (ColumnDefinition column : definition.columns()) {
            String before = kept.get(column.name());
            if (before == null) {
                TargetType type = TypeChoice.choose(column, TableShape.isCompared(definition, column.name()));
                TargetType fit = type.holds(column.defaultValue()) ? type : TargetType.MIXED;
                columns.add(TableShape.column(column, fit, taken));
            } else {
                TargetColumn old = former.column(before);
                boolean hidden = !old.storageColumn().isEmpty()
                        && (definition.columnNames().contains(old.storageColumn()) || !before.equals(column.name()));
                String storage = hidden ? StorageNames.of(column.name(), taken) : old.storageColumn();
                columns.add(new TargetColumn(column, old.type(), storage));
            }
            taken.add(columns.getLast().storageColumn());
        }
        return columns;
    }

    public List<TargetColumn> addedColumns() {
        return columns.stream()
                .filter(column -> !names.containsKey(column.name()))
                .toList();
    }

    public List<TargetColumn> changedDefaults() {
        return columns.stream()
                .filter(column -> names.containsKey(column.name()) && !TableDdl.isIdentity(former, old(column)))
                .filter(column -> !Objects.equals(
                        column.definition().defaultExpression(),
                        old(column).definition().defaultExpression()))
                .toList();
    }

    /** Columns that numbered rows and, in the table afterwards, number them no more. */
    public List<TargetColumn> noLongerIdentity(TargetTable result) {
        return columns.stream()
                .filter(column -> names.containsKey(column.name()) && TableDdl.isIdentity(former, old(column)))
                .filter(column -> !TableDdl.isIdentity(result, column))
                .toList();
    }

    private TargetColumn old(TargetColumn column) {
        return former.column(names.get(column.name()));
    }

    public boolean keyChanges() {
        List<String> before = definition.key().stream().map(names::get).toList();
        return !before.equals(former.key());
    }

    /** Renames of columns and of storage columns, by way of names that nobody has where columns change places. */
    public List<Rename> renames() {
        List<Rename> wanted = new ArrayList<>(visibleRenames());
        for (TargetColumn column : columns) {
            if (names.containsKey(column.name()) && !old(column).storageColumn().equals(column.storageColumn())) {
                wanted.add(new Rename(old(column).storageColumn(), column.storageColumn()));
            }
        }
        List<Rename> renames = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            renames.add(new Rename(wanted.get(i).from(), "lagzero rename " + i));
        }
        for (int i = 0; i < wanted.size(); i++) {
            renames.add(new Rename("lagzero rename " + i, wanted.get(i).to()));
        }
        return renames;
    }

    public List<Rename> visibleRenames() {
        List<Rename> renames = new ArrayList<>();
        for (TargetColumn column : columns) {
            String before = names.get(column.name());
            if (before != null && !before.equals(column.name())) {
                renames.add(new Rename(before, column.name()));
            }
        }
        return renames;
    }

    /**
     * The table afterwards: constraints that both declare keep their state.
     *
     * @param current the former table with the states that its constraints have by now
     */
    public TargetTable result(TargetTable current) {
        List<TargetConstraint> constraints = new ArrayList<>(TableShape.constraints(definition));
        constraints.replaceAll(wanted -> current.constraints().stream()
                .map(each -> renamed(each, former, definition, names))
                .filter(wanted::declaresSameAs)
                .findFirst()
                .orElse(wanted));
        return new TargetTable(former.source(), definition, columns, current.keyKind(), current.keyName(), constraints);
    }

    private static TargetConstraint renamed(
            TargetConstraint constraint, TargetTable former, TableDefinition definition, Map<String, String> names) {
        Map<String, String> after = new HashMap<>();
        names.forEach((now, before) -> after.put(before, now));
        TargetConstraint renamed = constraint.on(renamed(constraint.columns(), after));
        return constraint.parentTable().equals(former.name())
                ? renamed.pointingTo(definition.name(), renamed(constraint.parentColumns(), after))
                : renamed;
    }

    private static List<String> renamed(List<String> columns, Map<String, String> after) {
        return columns.stream().map(name -> after.getOrDefault(name, name)).toList();
    }
}
