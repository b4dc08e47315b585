package dev.lagzero.schemas.mapping.rule;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What a mapping says about one source table.
 *
 * @param columns every column that is named anywhere, in the order of their slots
 * @param takesRest columns that are not named have somewhere to go, or are dropped on purpose
 * @param rows what takes part in the difference
 * @param history what each change adds
 * @param erasures what a delete takes out of history
 */
public record TableRules(
        String name,
        List<Column> columns,
        boolean takesRest,
        List<Rule> rows,
        List<Rule> history,
        List<Rule> erasures,
        AtomicReference<Layout> known) {

    /** @param optional images may lack it: then it counts as NULL */
    public record Column(String name, boolean optional) {}

    public TableRules {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        history = List.copyOf(history);
        erasures = List.copyOf(erasures);
    }

    /** Rows of a table share the list of their names, so nearly always it is the one that was seen last. */
    Layout layout(List<String> names) {
        Layout last = known.get();
        if (last != null && (last.names() == names || last.names().equals(names))) {
            return last;
        }
        Layout found = Layout.of(this, names);
        known.set(found);
        return found;
    }
}
