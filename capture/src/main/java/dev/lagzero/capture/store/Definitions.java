package dev.lagzero.capture.store;

import dev.lagzero.capture.journal.Change;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tables that a transaction declares or extends; undone when it is not taken. Used under the store's lock. */
final class Definitions {

    private final Map<String, Change> changes = new LinkedHashMap<>();
    private final List<Runnable> undo = new ArrayList<>();

    void made(TableDefinition definition, Runnable undoing) {
        changes.put(definition.name(), new Change.Defined(definition, new Lineage.Fresh()));
        undo.add(undoing);
    }

    /** @param former as it was before, its columns first among the new ones */
    void grown(TableDefinition former, TableDefinition definition, Runnable undoing) {
        Change.Defined earlier = (Change.Defined) changes.get(definition.name());
        Lineage lineage = earlier == null ? kept(former) : earlier.lineage();
        changes.put(definition.name(), new Change.Defined(definition, lineage));
        undo.add(undoing);
    }

    private static Lineage kept(TableDefinition former) {
        Map<String, String> columns = new HashMap<>();
        former.columnNames().forEach(name -> columns.put(name, name));
        return new Lineage.Altered(former.name(), columns);
    }

    List<Change> changes() {
        return new ArrayList<>(changes.values());
    }

    void undo() {
        undo.reversed().forEach(Runnable::run);
    }
}
