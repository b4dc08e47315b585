package dev.lagzero.schemas.mapping.file;

import dev.lagzero.schemas.mapping.rule.TableRules;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The columns of a source table that a mapping names, and what becomes of them on the way. */
final class Columns {

    private final List<TableRules.Column> named = new ArrayList<>();
    private final Map<String, Integer> slots = new LinkedHashMap<>();
    private final Map<String, Set<String>> losses = new LinkedHashMap<>();
    private final Set<String> kept = new HashSet<>();
    private final Deque<String> around = new ArrayDeque<>();
    private boolean takesRest;
    private int items;

    /** What is compiled meanwhile is about an item of an {@code each:}. */
    <T> T inItem(Supplier<T> compile) {
        items++;
        try {
            return compile.get();
        } finally {
            items--;
        }
    }

    boolean isInItem() {
        return items > 0;
    }

    /** It comes through unchanged somewhere. */
    boolean isKept(String column) {
        return kept.contains(column);
    }

    /** Columns that are not named have somewhere to go. */
    void takeRest() {
        takesRest = true;
    }

    boolean takesRest() {
        return takesRest;
    }

    /** The slot of a column; a tilde behind its name says that files may lack it. */
    int slot(String word) {
        boolean optional = word.endsWith("~");
        String name = optional ? word.substring(0, word.length() - 1) : word;
        if (around.isEmpty()) {
            kept.add(name);
        } else {
            losses.computeIfAbsent(name, any -> new TreeSet<>()).add(around.peek());
        }
        Integer known = slots.get(name);
        if (known == null) {
            slots.put(name, named.size());
            named.add(new TableRules.Column(name, optional));
            return named.size() - 1;
        }
        boolean everywhere = optional && named.get(known).optional();
        named.set(known, new TableRules.Column(name, everywhere));
        return known;
    }

    /** Columns that are named meanwhile do not come through unchanged, for this reason. */
    <T> T losing(String reason, Supplier<T> compile) {
        around.push(reason);
        try {
            return compile.get();
        } finally {
            around.pop();
        }
    }

    void drop(String column) {
        losing("dropped", () -> slot(column.endsWith("~") ? column : column + "~"));
    }

    List<TableRules.Column> named() {
        return named;
    }

    /** What cannot be mapped back: columns that come through unchanged nowhere, each with what happens to it. */
    Map<String, Set<String>> losses() {
        Map<String, Set<String>> lost = new LinkedHashMap<>(losses);
        lost.keySet().removeAll(kept);
        return lost;
    }
}
