package dev.lagzero.schemas.mapping.file;

import dev.lagzero.schemas.mapping.Mapping.Unmappable;
import dev.lagzero.schemas.mapping.rule.Expression;
import dev.lagzero.schemas.mapping.rule.Texts;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * Expressions from YAML. A word is the column of that name, with a tilde behind it if files may lack it; a word
 * that begins with {@code $} is about the item or the change at hand; a block is an operation, named by its first key.
 */
final class Expressions {

    private final Columns columns;
    private final JsonExpressions json;
    private final Map<String, BiFunction<Block, Entry, Expression>> operations = new TreeMap<>();

    Expressions(Columns columns, Settings settings) {
        this.columns = columns;
        this.json = new JsonExpressions(columns, this);
        operations.put("column", (block, of) -> column(of.text()));
        operations.put("const", (block, of) -> constant(of.constant()));
        operations.put("first", (block, of) -> first(choices(of)));
        operations.put("concat", (block, of) -> joined("concatenated", of));
        operations.put("lower", (block, of) -> texts("lower-cased", of, text -> text.toLowerCase(Locale.ROOT)));
        operations.put("trim", (block, of) -> texts("trimmed", of, String::strip));
        operations.put("blank_to_null", (block, of) -> blankToNull(of));
        new Conversions(columns, this, settings).addTo(operations);
        json.addTo(operations);
    }

    Expression of(Entry entry) {
        if (entry.isScalar()) {
            String word = entry.text();
            return word.startsWith("$") ? json.builtin(entry, word) : column(word);
        }
        if (!entry.isBlock()) {
            entry.problem("an expression is a column's name or an operation");
            return constant(Value.NULL);
        }
        Block block = entry.block();
        List<String> found =
                block.names().stream().filter(operations::containsKey).toList();
        String operation = found.isEmpty() ? "" : found.getFirst();
        if (found.size() > 1) {
            entry.problem("two operations side by side; put one into the other, as {" + operation + ": {" + found.get(1)
                    + ": c}}");
            return constant(Value.NULL);
        }
        if (operation.isEmpty()) {
            String word = block.names().stream().findFirst().orElse("");
            entry.problem("there is no operation " + word + Nearest.hint(word, operations.keySet()) + " (there are "
                    + String.join(", ", operations.keySet()) + ")");
            return constant(Value.NULL);
        }
        Expression made = operations.get(operation).apply(block, block.required(operation));
        block.close();
        return made;
    }

    Expression builtin(Entry entry, String word) {
        return json.builtin(entry, word);
    }

    List<Expression> all(Entry entry) {
        return entry.items().stream().map(this::of).toList();
    }

    /** Keeps the reason why the columns inside do not come through unchanged. */
    Expression lossy(String reason, Entry entry) {
        return columns.losing(reason, () -> of(entry));
    }

    Expression texts(String reason, Entry entry, UnaryOperator<String> change) {
        Expression inner = lossy(reason, entry);
        return row -> {
            String text = Texts.of(inner.of(row));
            return text == null ? Value.NULL : Value.of(change.apply(text));
        };
    }

    private Expression column(String name) {
        int slot = columns.slot(name);
        return row -> row.column(slot);
    }

    static Expression constant(Value value) {
        return row -> value;
    }

    /** All but the first come through only where those before them are NULL. */
    private List<Expression> choices(Entry entry) {
        List<Expression> choices = new ArrayList<>();
        for (Entry choice : entry.items()) {
            choices.add(choices.isEmpty() ? of(choice) : lossy("used only in place of another", choice));
        }
        return choices;
    }

    /** The first that is not NULL. */
    private static Expression first(List<Expression> choices) {
        return row -> {
            for (Expression choice : choices) {
                Value value = choice.of(row);
                if (!(value instanceof Value.Null)) {
                    return value;
                }
            }
            return Value.NULL;
        };
    }

    private Expression joined(String reason, Entry entry) {
        List<Expression> parts = columns.losing(reason, () -> all(entry));
        return row -> {
            StringBuilder joined = new StringBuilder();
            for (Expression part : parts) {
                String text = Texts.of(part.of(row));
                if (text == null) {
                    throw new Unmappable("a part of concat: is NULL");
                }
                joined.append(text);
            }
            return Value.of(joined.toString());
        };
    }

    private Expression blankToNull(Entry entry) {
        Expression inner = lossy("an empty text becomes NULL", entry);
        return row -> {
            Value value = inner.of(row);
            return value instanceof Value.Text text && text.value().isEmpty() ? Value.NULL : value;
        };
    }
}
