package dev.lagzero.schemas.mapping.rule;

import dev.lagzero.schemas.mapping.Mapping.Unmappable;
import dev.lagzero.schemas.mapping.tree.Tree;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.Share;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The kinds of rules. */
public final class Rules {

    private Rules() {}

    /**
     * A row of a table or of the graph.
     *
     * @param keys how many of the columns, from the first, are its key: none of them may be NULL
     * @param rank null when the row is not shared
     */
    public static Rule row(
            Place place, List<String> names, List<Expression> columns, int keys, @Nullable Integer rank) {
        List<String> shared = List.copyOf(names);
        List<String> keyNames = List.copyOf(names.subList(0, keys));
        Expression[] made = columns.toArray(Expression[]::new);
        return row -> {
            Value[] values = values(row, place.name(), shared, made);
            Image key = key(place.name(), keyNames, values);
            Share share = rank == null
                    ? null
                    : new Share(row.source().table(), row.source().key(), rank);
            row.add(new Row.Upsert(place, key, new Image(shared, Arrays.asList(values)), share));
        };
    }

    /** A row of a history table; its key, the first of its columns, tells the change it comes from. */
    public static Rule history(String table, List<String> names, List<Expression> columns, int keys) {
        List<String> shared = List.copyOf(names);
        List<String> keyNames = List.copyOf(names.subList(0, keys));
        Expression[] made = columns.toArray(Expression[]::new);
        return row -> {
            Value[] values = values(row, table, shared, made);
            row.add(new Row.Append(table, key(table, keyNames, values), new Image(shared, Arrays.asList(values))));
        };
    }

    public static Rule erasure(String table, List<String> names, List<Expression> columns) {
        Expression[] made = columns.toArray(Expression[]::new);
        List<String> shared = List.copyOf(names);
        return row -> row.add(new Row.Erase(table, new Image(shared, Arrays.asList(values(row, table, shared, made)))));
    }

    /** The inner rules for each item of an array or each member of an object; nothing for NULL. */
    public static Rule each(Function<Evaluation, @Nullable Tree> in, boolean scalarIsItem, List<Rule> inner) {
        List<Rule> rules = List.copyOf(inner);
        return row -> {
            Tree tree = in.apply(row);
            if (tree == null || tree instanceof Tree.Null) {
                return;
            }
            if (tree instanceof Tree.Array array) {
                for (int i = 0; i < array.items().size(); i++) {
                    row.within(new Evaluation.Item(array.items().get(i), null, i), rules);
                }
            } else if (tree instanceof Tree.Members members) {
                long index = 0;
                for (Map.Entry<String, Tree> member : members.byName().entrySet()) {
                    row.within(new Evaluation.Item(member.getValue(), member.getKey(), index++), rules);
                }
            } else if (scalarIsItem) {
                row.within(new Evaluation.Item(tree, null, 0), rules);
            } else {
                throw new Unmappable("each: found a single value where an array or an object should be");
            }
        };
    }

    public static Rule reject(String reason) {
        return row -> {
            throw new Unmappable(reason);
        };
    }

    private static Value[] values(Evaluation row, String place, List<String> names, Expression[] columns) {
        Value[] values = new Value[columns.length];
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = columns[i].of(row);
            } catch (Unmappable reason) {
                throw new Unmappable(place + "." + names.get(i) + ": " + reason.getMessage());
            }
        }
        return values;
    }

    private static Image key(String place, List<String> names, Value[] values) {
        List<Value> key = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            if (values[i] instanceof Value.Null) {
                throw new Unmappable(place + "." + names.get(i) + " is part of the key and NULL");
            }
            key.add(values[i]);
        }
        return new Image(names, key);
    }
}
