package dev.lagzero.schemas.mapping.file;

import com.fasterxml.jackson.core.JsonPointer;
import dev.lagzero.schemas.mapping.rule.Evaluation;
import dev.lagzero.schemas.mapping.rule.Expression;
import dev.lagzero.schemas.mapping.rule.JsonValues;
import dev.lagzero.schemas.mapping.tree.JsonText;
import dev.lagzero.schemas.mapping.tree.Tree;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Operations on JSON. Pointers (RFC 6901) are compiled once; a column's JSON is read once for each row. */
final class JsonExpressions {

    private static final List<String> BUILTIN =
            List.of("$item", "$name", "$index", "$source", "$epoch", "$sequence", "$ordinal");

    private final Columns columns;
    private final Expressions expressions;

    JsonExpressions(Columns columns, Expressions expressions) {
        this.columns = columns;
        this.expressions = expressions;
    }

    void addTo(Map<String, BiFunction<Block, Entry, Expression>> operations) {
        operations.put("path", this::path);
        operations.put("json", this::json);
        operations.put("object", this::object);
        operations.put("tuple", (block, of) -> {
            List<Expression> parts = expressions.all(of);
            return row -> Value.of(tuple(parts, row));
        });
        operations.put("count", (block, of) -> count(of));
    }

    /** Texts as one, so that different lists never give the same. */
    static String tuple(List<Expression> parts, Evaluation row) {
        List<Tree> items = new ArrayList<>(parts.size());
        for (Expression part : parts) {
            items.add(JsonValues.tree(part.of(row)));
        }
        return JsonText.text(new Tree.Array(items));
    }

    /** What an {@code each} or a path looks into: {@code $item}, or a column. */
    Function<Evaluation, @Nullable Tree> tree(Entry entry, @Nullable Entry at) {
        String word = entry.text();
        String pointer = at == null ? "" : at.text();
        if (word.startsWith("$item")) {
            insistOnItem(entry, word);
            JsonPointer inside = pointer(entry, word.substring("$item".length()) + pointer);
            return row -> row.item().tree().at(inside);
        }
        int slot = columns.losing("taken apart", () -> columns.slot(word));
        JsonPointer inside = pointer(at == null ? entry : at, pointer);
        return row -> row.at(slot, inside);
    }

    private static JsonPointer pointer(Entry entry, String text) {
        try {
            return JsonPointer.compile(text);
        } catch (IllegalArgumentException e) {
            entry.problem("a JSON pointer begins with a slash, as /a/b/0");
            return JsonPointer.empty();
        }
    }

    /** {@code as: json} takes any JSON there is, {@code as: numeric} a number as it is spelled. */
    private Expression path(Block block, Entry of) {
        Function<Evaluation, @Nullable Tree> tree = tree(of, block.required("at"));
        Entry as = block.optional("as");
        String kind = as == null ? "value" : as.text();
        switch (kind) {
            case "value" -> {
                return row -> JsonValues.value(tree.apply(row));
            }
            case "json" -> {
                return row -> JsonValues.json(tree.apply(row));
            }
            case "numeric" -> {
                return row -> JsonValues.spelled(tree.apply(row));
            }
            default -> {
                as.problem("is value, json or numeric" + Nearest.hint(kind, List.of("value", "json", "numeric")));
                return Expressions.constant(Value.NULL);
            }
        }
    }

    private Expression json(Block block, Entry of) {
        Entry text = block.optional("text");
        boolean lenient =
                text != null && text.oneOf(List.of("reject", "string")).equals("string");
        Expression inner = expressions.lossy("kept as JSON, without its spelling", of);
        return row -> JsonValues.passed(inner.of(row), lenient);
    }

    /** How many items or members there are; NULL when there is no JSON. */
    private Expression count(Entry of) {
        Function<Evaluation, @Nullable Tree> tree = tree(of, null);
        return row -> switch (tree.apply(row)) {
            case null -> Value.NULL;
            case Tree.Array array -> Value.of((long) array.items().size());
            case Tree.Members members -> Value.of((long) members.byName().size());
            case Tree.Null ignored -> Value.NULL;
            case Tree.Bool ignored -> Value.of(1L);
            case Tree.Number ignored -> Value.of(1L);
            case Tree.Text ignored -> Value.of(1L);
        };
    }

    /** Members by name; {@code rest: true} adds the columns that the mapping does not name. */
    private Expression object(Block block, Entry of) {
        Map<String, Function<Evaluation, Tree>> members = new LinkedHashMap<>();
        of.members().forEach((name, member) -> members.put(name, embedded(member)));
        Entry with = block.optional("rest");
        boolean rest = with != null && with.oneOf(List.of("false", "true")).equals("true");
        if (rest) {
            columns.takeRest();
        }
        return row -> {
            Map<String, Tree> made = new LinkedHashMap<>();
            members.forEach((name, member) -> made.put(name, member.apply(row)));
            if (rest) {
                addRest(row, made);
            }
            return Value.of(JsonText.text(new Tree.Members(made)));
        };
    }

    static void addRest(Evaluation row, Map<String, Tree> made) {
        var rest = row.rest();
        for (int i = 0; i < rest.names().size(); i++) {
            made.put(rest.names().get(i), JsonValues.tree(rest.values().get(i)));
        }
    }

    /** JSON is put into JSON as what it is, not as a text that holds JSON. */
    private Function<Evaluation, Tree> embedded(Entry member) {
        Expression expression = expressions.of(member);
        boolean isJson = member.isBlock()
                && (member.members().containsKey("json") || member.members().containsKey("object"));
        return row -> {
            Value value = expression.of(row);
            return isJson && value instanceof Value.Text text ? JsonText.read(text.value()) : JsonValues.tree(value);
        };
    }

    /** What is about an item has no meaning where there is none. */
    private void insistOnItem(Entry entry, String word) {
        if (!columns.isInItem()) {
            entry.problem(word + " means something only in the rows: of an each:");
        }
    }

    Expression builtin(Entry entry, String word) {
        if (List.of("$item", "$name", "$index").contains(word) || word.startsWith("$item/")) {
            insistOnItem(entry, word);
        }
        return switch (word) {
            case "$name" ->
                row -> row.item().name() == null
                        ? Value.NULL
                        : Value.of(row.item().name());
            case "$index" -> row -> Value.of(row.item().index());
            case "$source" -> row -> Value.of(row.source().source());
            case "$epoch" -> row -> Value.of(row.position().epoch());
            case "$sequence" -> row -> Value.of(row.position().sequence());
            case "$ordinal" -> row -> Value.of(row.ordinal());
            default -> {
                if (!word.equals("$item") && !word.startsWith("$item/")) {
                    entry.problem("nothing is called " + word + Nearest.hint(word, BUILTIN)
                            + "; a column of that name is written {column: " + word + "}");
                }
                JsonPointer pointer = pointer(entry, word.startsWith("$item") ? word.substring(5) : "");
                yield row -> JsonValues.value(row.item().tree().at(pointer));
            }
        };
    }
}
