package dev.lagzero.schemas.mapping.file;

import dev.lagzero.schemas.mapping.rule.Condition;
import dev.lagzero.schemas.mapping.rule.Expression;
import dev.lagzero.schemas.mapping.rule.Rule;
import dev.lagzero.schemas.mapping.rule.Rules;
import dev.lagzero.schemas.mapping.rule.Texts;
import dev.lagzero.schemas.row.EdgeKey;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules that make one row: of a table, of the graph, of history. */
final class RowRules {

    /** Heads the key of every history table: which change of which source a row comes from. */
    static final List<String> POSITION = List.of("source_name", "source_epoch", "source_sequence", "source_ordinal");

    private final Expressions expressions;
    private final Places places;
    private final List<Rule> history = new ArrayList<>();
    private final List<Rule> erasures = new ArrayList<>();
    private boolean takesRest;

    RowRules(Expressions expressions, Places places) {
        this.expressions = expressions;
        this.places = places;
    }

    boolean takesRest() {
        return takesRest;
    }

    List<Rule> history() {
        return history;
    }

    List<Rule> erasures() {
        return erasures;
    }

    Rule table(Block block, Entry target) {
        Map<String, Expression> made = members(block.required("columns"));
        addRest(block, made);
        List<String> key = new ArrayList<>();
        Entry keys = block.required("key");
        if (keys.items().isEmpty()) {
            keys.problem("a key has at least one column");
        }
        for (Entry column : keys.items()) {
            if (made.containsKey(column.text())) {
                key.add(column.text());
            } else {
                column.problem("the key needs a column " + column.text() + " in columns:"
                        + Nearest.hint(column.text(), made.keySet()));
            }
        }
        Integer rank = rank(block);
        places.filled(target, Place.table(target.text()), key, rank != null);
        return rule(Place.table(target.text()), key, made, rank);
    }

    /** The key is one property, and a text, whatever the source holds: edges refer to it by text. */
    Rule vertex(Block block, Entry target) {
        Map<String, Expression> made = new LinkedHashMap<>();
        Entry keyEntry = block.required("key");
        keyEntry.members().forEach((name, entry) -> made.put(name, asText(expressions.of(entry))));
        List<String> key = List.copyOf(made.keySet());
        if (key.size() != 1) {
            keyEntry.problem("a vertex has one key property; make it of several values with tuple:");
        }
        properties(block, made);
        Integer rank = rank(block);
        places.filled(target, Place.vertex(target.text()), key, rank != null);
        return rule(Place.vertex(target.text()), key, made, rank);
    }

    List<Rule> edge(Block block, Entry target) {
        List<Rule> rules = new ArrayList<>();
        Map<String, Expression> made = new LinkedHashMap<>();
        end(block.required("from"), rules, made, EdgeKey.START_LABEL, EdgeKey.START_KEY);
        end(block.required("to"), rules, made, EdgeKey.END_LABEL, EdgeKey.END_KEY);
        Entry more = block.optional("key");
        if (more != null) {
            more.members().forEach((name, entry) -> put(made, name, entry));
        }
        List<String> key = List.copyOf(made.keySet());
        properties(block, made);
        Integer rank = rank(block);
        places.filled(target, Place.edge(target.text()), key, rank != null);
        rules.add(rule(Place.edge(target.text()), key, made, rank));
        return rules;
    }

    /** An end point; with {@code placeholder:} also the vertex, at rank 0, in case nobody else makes it. */
    private void end(
            Entry entry, List<Rule> rules, Map<String, Expression> made, String labelColumn, String keyColumn) {
        Block block = entry.block();
        Entry vertex = block.required("vertex");
        String label = vertex.text();
        Expression key = asText(expressions.of(block.required("key")));
        made.put(labelColumn, Expressions.constant(Value.of(label)));
        made.put(keyColumn, key);
        places.needed(vertex, label);
        Entry placeholder = block.optional("placeholder");
        if (placeholder != null) {
            Map<String, Expression> properties = new LinkedHashMap<>();
            String name = places.keyOf(label);
            properties.put(name, key);
            placeholder.members().forEach((property, value) -> put(properties, property, value));
            places.filled(placeholder, Place.vertex(label), List.of(name), true);
            rules.add(rule(Place.vertex(label), List.of(name), properties, 0));
        }
        block.close();
    }

    void addHistory(Block block, Entry target, Condition condition) {
        Map<String, Expression> made = new LinkedHashMap<>();
        for (String name : POSITION) {
            String word = "$" + name.substring("source_".length()).replace("name", "source");
            made.put(name, expressions.builtin(target, word));
        }
        Map<String, Expression> of = new LinkedHashMap<>();
        block.required("of").members().forEach((name, entry) -> of.put(name, expressions.of(entry)));
        made.putAll(of);
        int keys = made.size();
        block.required("columns").members().forEach((name, entry) -> put(made, name, entry));
        addRest(block, made);
        String table = target.text();
        places.filled(target, Place.table(table), List.copyOf(made.keySet()).subList(0, keys), false);
        history.add(Rules.history(table, List.copyOf(made.keySet()), List.copyOf(made.values()), keys)
                .when(condition));
        String onDelete = block.text("on_delete", "keep");
        if (onDelete.equals("remove")) {
            Map<String, Expression> which = new LinkedHashMap<>();
            which.put(POSITION.getFirst(), made.get(POSITION.getFirst()));
            which.putAll(of);
            erasures.add(Rules.erasure(table, List.copyOf(which.keySet()), List.copyOf(which.values())));
        } else if (!onDelete.equals("keep")) {
            block.required("on_delete").oneOf(List.of("keep", "remove"));
        }
    }

    private void properties(Block block, Map<String, Expression> made) {
        Entry properties = block.optional("properties");
        if (properties != null) {
            properties.members().forEach((name, entry) -> put(made, name, entry));
        }
        addRest(block, made);
    }

    private Map<String, Expression> members(Entry entry) {
        Map<String, Expression> made = new LinkedHashMap<>();
        entry.members().forEach((name, member) -> put(made, name, member));
        return made;
    }

    private void put(Map<String, Expression> made, String name, Entry entry) {
        if (made.put(name, expressions.of(entry)) != null) {
            entry.problem("the name " + name + " is taken");
        }
    }

    private void addRest(Block block, Map<String, Expression> made) {
        Entry rest = block.optional("rest");
        if (rest != null) {
            takesRest = true;
            if (made.put(rest.text(), Rest.expression()) != null) {
                rest.problem("the name " + rest.text() + " is taken");
            }
        }
    }

    private static @Nullable Integer rank(Block block) {
        Entry rank = block.optional("shared");
        return rank == null ? null : (int) rank.integer(0);
    }

    private static Expression asText(Expression key) {
        return row -> {
            String text = Texts.of(key.of(row));
            return text == null ? Value.NULL : Value.of(text);
        };
    }

    /** Key columns first. */
    private static Rule rule(Place place, List<String> key, Map<String, Expression> made, @Nullable Integer rank) {
        List<String> names = new ArrayList<>(key);
        made.keySet().stream().filter(name -> !key.contains(name)).forEach(names::add);
        return Rules.row(place, names, names.stream().map(made::get).toList(), key.size(), rank);
    }
}
