package dev.lagzero.app.init;

import dev.lagzero.schemas.mapping.TargetNames;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.ForeignKey;
import dev.lagzero.schemas.table.TableDefinition;
import java.util.ArrayList;
import java.util.List;

/** A mapping to start from: every column of every table as it is, and in comments what else it could become. */
public final class MappingDraft {

    private static final String HEAD = """
            # Which rows of tables, and which vertices and edges of a graph, the rows of %s become.
            # A draft by lagzero init: every column as it is, names in lower case. Change what you want otherwise.
            # The tables it fills must be there when it is used; `lagzero mapping check FILE` tells what it fills and loses.
            #
            # Behind the colon stands a column of the source, or something made of columns:
            #   {timestamp: c}   a time, as timestamptz            {json: c}         JSON text, as jsonb
            #   {cast: c, to: boolean}   or integer, real, text, numeric, blob: exactly, or the row is parked
            #   {lower: c}  {trim: c}  {blank_to_null: c}          {path: c, at: /a/0}   a value inside JSON
            #   {hash: c}   {mask: c, keep: 4}   of secrets        {const: x}  {first: [a, b]}  {concat: [a, {const: "-"}, b]}
            # c~ is a column that some files lack. when: {present: c} makes a rule conditional, each: c goes through a JSON
            # list. A column that no rule names is an error: leave it out with drop: [c], or keep all others as one JSON
            # object with rest: COLUMN.
            mapping: %s
            """;

    private final StringBuilder text = new StringBuilder();

    private MappingDraft() {}

    /** @param name of the source, up to 63 lower-case letters, digits, - and _ */
    public static String of(String name, List<TableDefinition> tables) {
        MappingDraft draft = new MappingDraft();
        draft.text.append(HEAD.formatted(YamlWord.comment(name), YamlWord.of(name)));
        draft.text.append(tables.isEmpty() ? "tables: {}\n" : "tables:\n");
        tables.forEach(draft::table);
        return draft.text.toString();
    }

    private void line(int depth, String line) {
        text.append("  ".repeat(depth)).append(line).append('\n');
    }

    private void table(TableDefinition table) {
        line(1, YamlWord.of(table.name()) + ":");
        line(2, "rows:");
        // A dot would name a schema.
        line(3, "- table: " + YamlWord.of(TargetNames.FOLD.table(table.name()).replace('.', '_')));
        line(
                4,
                "key: "
                        + YamlWord.of(
                                table.key().stream().map(MappingDraft::target).toList()));
        line(4, "columns:");
        int widest = table.columns().stream()
                .mapToInt(column -> entry(column).length())
                .max()
                .orElse(0);
        for (ColumnDefinition column : table.columns()) {
            String entry = entry(column);
            line(
                    5,
                    entry + " ".repeat(Math.min(widest, 60) - Math.min(entry.length(), 60)) + "  # "
                            + about(table, column));
        }
        graph(table);
    }

    private static String target(String name) {
        return TargetNames.FOLD.column(name);
    }

    private static String entry(ColumnDefinition column) {
        return YamlWord.of(target(column.name())) + ": " + source(column.name());
    }

    /** A word with a dollar or a tilde means something else. */
    private static String source(String column) {
        if (column.endsWith("~") || column.startsWith("$")) {
            return "{column: " + YamlWord.quoted(column.endsWith("~") ? column + "~" : column) + "}";
        }
        return YamlWord.of(column);
    }

    private static String about(TableDefinition table, ColumnDefinition column) {
        List<String> facts = new ArrayList<>();
        facts.add(column.declaredType().isBlank() ? "no type" : column.declaredType());
        if (table.keyIsRowNumber() && table.key().contains(column.name())) {
            facts.add("the row's number: the table has no key of its own");
        } else if (table.key().contains(column.name())) {
            facts.add("key");
        }
        if (column.notNull()) {
            facts.add("not null");
        }
        if (column.generated()) {
            facts.add("generated");
        }
        table.foreignKeys().stream()
                .filter(key -> key.columns().contains(column.name()))
                .forEach(key -> facts.add("refers to " + key.parentTable()));
        return YamlWord.comment(String.join(", ", facts));
    }

    /** For tables with a key of one column: vertices, and edges along foreign keys of one column. */
    private void graph(TableDefinition table) {
        if (table.key().size() != 1) {
            return;
        }
        String key = source(table.key().getFirst());
        line(3, "# - vertex: " + label(table.name()));
        line(3, "#   key: {id: " + key + "}");
        for (ForeignKey foreign : table.foreignKeys()) {
            if (foreign.columns().size() == 1) {
                String column = foreign.columns().getFirst();
                line(3, "# - edge: " + label(column));
                line(3, "#   when: {present: " + source(column) + "}");
                line(3, "#   from: {vertex: " + label(table.name()) + ", key: " + key + "}");
                line(3, "#   to: {vertex: " + label(foreign.parentTable()) + ", key: " + source(column) + "}");
            }
        }
    }

    private static String label(String name) {
        return YamlWord.of(name.replaceAll("[^\\p{L}\\p{N}_]+", "_"));
    }
}
