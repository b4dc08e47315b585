package dev.lagzero.schemas.mapping.file;

import dev.lagzero.schemas.mapping.rule.Condition;
import dev.lagzero.schemas.mapping.rule.Expression;
import dev.lagzero.schemas.value.Value;
import java.util.List;

/** Conditions from YAML: a block with one of present, blank, has, equals, in, contains, all, any, not. */
final class Conditions {

    private static final List<String> KINDS =
            List.of("present", "blank", "has", "equals", "in", "contains", "all", "any", "not");

    private final Columns columns;
    private final Expressions expressions;

    Conditions(Columns columns, Expressions expressions) {
        this.columns = columns;
        this.expressions = expressions;
    }

    /** What is only looked at does not come through: it counts as lost unless it is named elsewhere. */
    Condition of(Entry entry) {
        return columns.losing("only looked at", () -> compiled(entry));
    }

    private Condition compiled(Entry entry) {
        if (!entry.isBlock()) {
            entry.problem("a condition is a block, as {present: c}, {equals: c, to: x} or {not: {blank: c}}");
            return Condition.ALWAYS;
        }
        Block block = entry.block();
        String kind = block.names().stream().filter(KINDS::contains).findFirst().orElse("");
        if (kind.isEmpty()) {
            String word = block.names().stream().findFirst().orElse("");
            entry.problem("there is no condition " + word + Nearest.hint(word, KINDS) + " (there are "
                    + String.join(", ", KINDS) + ")");
            return Condition.ALWAYS;
        }
        Condition made = compiled(kind, block, block.required(kind));
        block.close();
        return made;
    }

    private Condition compiled(String kind, Block block, Entry of) {
        switch (kind) {
            case "has" -> {
                int slot = columns.slot(of.text().endsWith("~") ? of.text() : of.text() + "~");
                return row -> row.has(slot);
            }
            case "all" -> {
                List<Condition> parts = of.items().stream().map(this::compiled).toList();
                return row -> parts.stream().allMatch(part -> part.holds(row));
            }
            case "any" -> {
                List<Condition> parts = of.items().stream().map(this::compiled).toList();
                return row -> parts.stream().anyMatch(part -> part.holds(row));
            }
            case "not" -> {
                Condition inner = compiled(of);
                return row -> !inner.holds(row);
            }
            default -> {
                return test(kind, block, expressions.of(of));
            }
        }
    }

    private static Condition test(String kind, Block block, Expression value) {
        switch (kind) {
            case "present" -> {
                return row -> !(value.of(row) instanceof Value.Null);
            }
            case "blank" -> {
                return row -> isBlank(value.of(row));
            }
            case "contains" -> {
                String part = block.required("text").text();
                return row ->
                        value.of(row) instanceof Value.Text text && text.value().contains(part);
            }
            case "equals" -> {
                Value wanted = block.required("to").constant();
                return row -> value.of(row).equals(wanted);
            }
            default -> {
                List<Value> wanted = block.required("values").items().stream()
                        .map(Entry::constant)
                        .toList();
                return row -> wanted.contains(value.of(row));
            }
        }
    }

    private static boolean isBlank(Value value) {
        return value instanceof Value.Null
                || (value instanceof Value.Text text && text.value().isEmpty());
    }
}
