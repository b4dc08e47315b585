package dev.lagzero.schemas.mapping.file;

import dev.lagzero.schemas.mapping.rule.Condition;
import dev.lagzero.schemas.mapping.rule.RowFunction;
import dev.lagzero.schemas.mapping.rule.Rule;
import dev.lagzero.schemas.mapping.rule.Rules;
import dev.lagzero.schemas.mapping.rule.TableRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** One source table of a mapping file. */
final class TableCompiler {

    private static final List<String> KINDS =
            List.of("table", "vertex", "edge", "each", "history", "function", "reject");

    private final String name;
    private final Map<String, RowFunction> functions;
    private final Columns columns = new Columns();
    private final Expressions expressions;
    private final Conditions conditions;
    private final RowRules rowRules;
    private final List<String> functionLosses = new ArrayList<>();
    private boolean takesEveryRow;

    TableCompiler(String name, Settings settings, Map<String, RowFunction> functions, Places places) {
        this.name = name;
        this.functions = functions;
        this.expressions = new Expressions(columns, settings);
        this.conditions = new Conditions(columns, expressions);
        this.rowRules = new RowRules(expressions, places);
    }

    TableRules compile(Entry entry) {
        Block block = entry.block();
        takesEveryRow = block.items("rows").stream().anyMatch(TableCompiler::takesEveryRow);
        List<Rule> rows = rules(block.items("rows"));
        block.items("drop").forEach(this::drop);
        boolean dropsRest = block.text("rest", "reject").equals("drop");
        if (!List.of("reject", "drop").contains(block.text("rest", "reject"))) {
            block.required("rest").problem("is drop here; to keep the rest, write rest: COLUMN in a row");
        }
        block.close();
        boolean takesRest = dropsRest || columns.takesRest() || rowRules.takesRest();
        return new TableRules(
                name,
                columns.named(),
                takesRest,
                rows,
                rowRules.history(),
                rowRules.erasures(),
                new AtomicReference<>());
    }

    /** Or refuses it, which is seen. */
    private static boolean takesEveryRow(Entry rule) {
        if (!rule.isBlock()) {
            return true;
        }
        Set<String> keys = rule.members().keySet();
        return keys.contains("reject") || (!keys.contains("when") && !keys.contains("each"));
    }

    private void drop(Entry entry) {
        String column = entry.text();
        if (columns.isKept(column.endsWith("~") ? column.substring(0, column.length() - 1) : column)) {
            entry.problem("column " + column + " is dropped here and used in a rule; take one of them out");
        }
        columns.drop(column);
    }

    Map<String, Set<String>> losses() {
        Map<String, Set<String>> losses = columns.losses();
        if (!functionLosses.isEmpty()) {
            losses.put("*", Set.copyOf(functionLosses));
        }
        if (!takesEveryRow) {
            losses.put("*", Set.of("rows that no rule takes up: each has a when:, or goes through an each:"));
        }
        return losses;
    }

    private List<Rule> rules(List<Entry> entries) {
        List<Rule> rules = new ArrayList<>();
        for (Entry entry : entries) {
            Block block = entry.block();
            String kind =
                    block.names().stream().filter(KINDS::contains).findFirst().orElse("");
            if (kind.isEmpty()) {
                String word = block.names().stream().findFirst().orElse("");
                entry.problem("a rule begins with one of " + String.join(", ", KINDS) + ", not with " + word
                        + Nearest.hint(word, KINDS));
                continue;
            }
            List<String> kinds = block.names().stream().filter(KINDS::contains).toList();
            if (kinds.size() > 1) {
                entry.problem(
                        "a rule is one of " + String.join(" and ", kinds) + "; give each a rule (- ...) of its own");
                continue;
            }
            Entry when = block.optional("when");
            Condition condition = when == null ? Condition.ALWAYS : conditions.of(when);
            compile(kind, block, condition).forEach(rule -> rules.add(when == null ? rule : rule.when(condition)));
            block.close();
        }
        return rules;
    }

    private List<Rule> compile(String kind, Block block, Condition condition) {
        Entry target = block.required(kind);
        return switch (kind) {
            case "table" -> List.of(rowRules.table(block, target));
            case "vertex" -> List.of(rowRules.vertex(block, target));
            case "edge" -> rowRules.edge(block, target);
            case "each" -> List.of(each(block, target));
            case "history" -> {
                rowRules.addHistory(block, target, condition);
                yield List.of();
            }
            case "function" -> List.of(function(target));
            default -> List.of(Rules.reject(target.text()));
        };
    }

    private Rule each(Block block, Entry in) {
        var tree = new JsonExpressions(columns, expressions).tree(in, block.optional("at"));
        Entry single = block.optional("scalar");
        String scalar = single == null ? "reject" : single.oneOf(List.of("reject", "item"));
        List<Rule> inner = columns.inItem(() -> rules(block.required("rows").items()));
        return Rules.each(tree, scalar.equals("item"), inner);
    }

    private Rule function(Entry target) {
        RowFunction function = functions.get(target.text());
        if (function == null) {
            target.problem("there is no function " + target.text() + Nearest.hint(target.text(), functions.keySet()));
            return row -> {
                throw new IllegalStateException("an unknown function was compiled");
            };
        }
        function.columns().forEach(columns::slot);
        functionLosses.addAll(function.losses());
        return function.rule();
    }
}
