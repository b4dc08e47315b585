package dev.lagzero.capture.diff;

import dev.lagzero.capture.table.RenameProof;
import dev.lagzero.capture.table.TableView;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out which columns of a table continue which old ones. Only what needs no guess is told: columns of the same
 * name and declaration, appended ones with a constant default, and renamed ones when no row was touched.
 */
final class Lineages {

    private final TableView oldView;
    private final TableView newView;
    private final TableDefinition before;
    private final TableDefinition after;
    private final Map<String, String> columns = new LinkedHashMap<>();

    private Lineages(TableView before, TableView after) {
        this.oldView = before;
        this.newView = after;
        this.before = before.definition();
        this.after = after.definition();
    }

    /**
     * New column name to old column name; empty when the table must be taken as a new one.
     *
     * @param touched pages of the table changed
     */
    static Optional<Map<String, String>> between(TableView before, TableView after, boolean touched) {
        boolean sameKind = before.shape().withoutRowid() == after.shape().withoutRowid()
                && before.definition().keyIsRowNumber() == after.definition().keyIsRowNumber();
        return sameKind ? new Lineages(before, after).find(touched) : Optional.empty();
    }

    private Optional<Map<String, String>> find(boolean touched) {
        takeSameNames();
        Set<String> gone = new HashSet<>(before.columnNames());
        gone.removeAll(columns.values());
        List<ColumnDefinition> added = new ArrayList<>(after.columns());
        added.removeIf(column -> columns.containsKey(column.name()));
        if (!gone.isEmpty() && !added.isEmpty()) {
            if (!takeSamePlaces() || (touched && !isRenaming())) {
                return Optional.empty();
            }
            added.clear();
        }
        boolean safe = columns.entrySet().stream().allMatch(this::declaredAlike)
                && added.stream().allMatch(Lineages::isFilled)
                && before.key().equals(after.key().stream().map(columns::get).toList())
                && masksAlike()
                && computesAlike();
        return safe ? Optional.of(columns) : Optional.empty();
    }

    private void takeSameNames() {
        if (after.keyIsRowNumber()) {
            columns.put(after.key().getFirst(), before.key().getFirst());
        }
        Set<String> old = new HashSet<>(before.columnNames());
        for (ColumnDefinition column : after.columns()) {
            if (old.contains(column.name())) {
                columns.putIfAbsent(column.name(), column.name());
            }
        }
    }

    private boolean takeSamePlaces() {
        if (before.columns().size() != after.columns().size()) {
            return false;
        }
        columns.clear();
        for (int i = 0; i < after.columns().size(); i++) {
            columns.put(after.columns().get(i).name(), before.columns().get(i).name());
        }
        return true;
    }

    /** Columns that are computed have no value of their own: their expressions must be the same. */
    private boolean computesAlike() {
        boolean computes =
                oldView.shape().hasVirtualColumns() || newView.shape().hasVirtualColumns();
        return !computes || oldView.shape().sql().equals(newView.shape().sql()) || isRenaming();
    }

    /** The mask goes by names: a column must not come out from under it, or go under it, unseen. */
    private boolean masksAlike() {
        return columns.entrySet().stream()
                .allMatch(names -> newView.masked().contains(names.getKey())
                        == oldView.masked().contains(names.getValue()));
    }

    private boolean isRenaming() {
        Map<String, String> declared = new LinkedHashMap<>(columns);
        if (after.keyIsRowNumber()) {
            declared.remove(after.key().getFirst());
        }
        return RenameProof.holds(oldView.shape(), newView.shape(), declared);
    }

    private boolean declaredAlike(Map.Entry<String, String> names) {
        ColumnDefinition is = after.column(names.getKey());
        ColumnDefinition was = before.column(names.getValue());
        return was.renamed(is.name()).equals(is);
    }

    /** Rows from before hold the default of the new column. */
    private static boolean isFilled(ColumnDefinition column) {
        String expression = column.defaultExpression();
        boolean constant = expression == null
                || expression.equalsIgnoreCase("null")
                || !Objects.equals(column.defaultValue(), Value.NULL);
        return constant && !column.generated();
    }

    /** Equal bytes of a record mean equal rows on both sides: no field changed its place or its meaning. */
    static boolean sameLayout(TableView before, TableView after, Map<String, String> columns) {
        var old = before.shape();
        var now = after.shape();
        long stored = old.fields().stream().filter(field -> field >= 0).count()
                + (old.columns().stream().anyMatch(ColumnDefinition::identity) ? 1 : 0);
        List<String> names = old.columns().stream().map(ColumnDefinition::name).toList();
        for (int i = 0; i < now.columns().size(); i++) {
            String source = columns.get(now.columns().get(i).name());
            int field = now.fields().get(i);
            int place = source == null ? -1 : names.indexOf(source);
            boolean alike = place < 0 ? field >= stored : field == old.fields().get(place);
            if (!alike) {
                return false;
            }
        }
        return true;
    }
}
