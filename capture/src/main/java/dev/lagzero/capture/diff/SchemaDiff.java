package dev.lagzero.capture.diff;

import dev.lagzero.capture.table.StoredTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pairs the tables of two schemas: by name, or, where the name is new, by the row of {@code sqlite_schema} and the root
 * page, which a rename leaves alone.
 */
final class SchemaDiff {

    private final Map<String, StoredTable> before = new LinkedHashMap<>();
    private final Map<String, StoredTable> after = new LinkedHashMap<>();
    private final Set<String> continued = new HashSet<>();

    private SchemaDiff(List<StoredTable> before, List<StoredTable> after) {
        before.forEach(table -> this.before.put(table.name(), table));
        after.forEach(table -> this.after.put(table.name(), table));
    }

    /** First what is dropped, then what is there, in the order of the new schema. */
    static List<TableStep> steps(List<StoredTable> before, List<StoredTable> after) {
        return new SchemaDiff(before, after).steps();
    }

    private List<TableStep> steps() {
        List<TableStep> present = new ArrayList<>();
        for (StoredTable table : after.values()) {
            StoredTable was = before.get(table.name());
            switch (table) {
                case StoredTable.Failed failed -> {
                    continued.add(failed.name());
                    boolean known = was instanceof StoredTable.Failed same
                            && same.reason().equals(failed.reason());
                    if (!known) {
                        present.add(new TableStep.Failed(failed.name(), failed.reason()));
                    }
                }
                case StoredTable.Followed followed -> present.add(kept(followed, was));
            }
        }
        List<TableStep> steps = new ArrayList<>();
        before.keySet().stream()
                .filter(name -> !continued.contains(name))
                .forEach(name -> steps.add(new TableStep.Dropped(name)));
        steps.addAll(present);
        return steps;
    }

    private TableStep kept(StoredTable.Followed table, @Nullable StoredTable sameName) {
        StoredTable was = sameName == null ? formerly(table) : sameName;
        if (was != null) {
            continued.add(was.name());
        }
        return new TableStep.Kept(was instanceof StoredTable.Followed followed ? followed : null, table);
    }

    private @Nullable StoredTable formerly(StoredTable.Followed table) {
        return before.values().stream()
                .filter(StoredTable.Followed.class::isInstance)
                .filter(old -> !after.containsKey(old.name()))
                .filter(old -> old.root() == table.root()
                        && old.entry().rowid() == table.entry().rowid())
                .findFirst()
                .orElse(null);
    }
}
