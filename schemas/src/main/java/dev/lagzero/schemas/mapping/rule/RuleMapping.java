package dev.lagzero.schemas.mapping.rule;

import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A {@link Mapping} made of rules. Its target tables are there already: it takes no definition from the source. */
public final class RuleMapping implements Mapping {

    private final String hash;
    private final Map<String, TableRules> tables;
    private final Pattern ignored;

    /**
     * @param hash of everything the rules were made of
     * @param ignored names of source tables that are left out on purpose
     */
    public RuleMapping(String hash, Map<String, TableRules> tables, Pattern ignored) {
        this.hash = hash;
        this.tables = Map.copyOf(tables);
        this.ignored = ignored;
    }

    @Override
    public List<Row.Upsert> rows(SourceRow row) {
        if (isIgnored(row.table())) {
            return List.of();
        }
        TableRules rules = rules(row.table());
        Evaluation evaluation = new Evaluation(rules, row, SourcePosition.NONE, 0);
        // History too, only to see that it can be told: an image is mapped as a whole or not at all.
        apply(rules.history(), evaluation);
        apply(rules.rows(), evaluation);
        return evaluation.upserts();
    }

    @Override
    public List<Row.Append> history(SourceRow row, SourcePosition position, long ordinal) {
        if (isIgnored(row.table()) || rules(row.table()).history().isEmpty()) {
            return List.of();
        }
        TableRules rules = rules(row.table());
        Evaluation evaluation = new Evaluation(rules, row, position, ordinal);
        apply(rules.history(), evaluation);
        return evaluation.appends();
    }

    @Override
    public List<Row.Erase> erasures(SourceRow row) {
        TableRules rules = tables.get(row.table());
        if (rules == null || rules.erasures().isEmpty()) {
            return List.of();
        }
        try {
            Evaluation evaluation = new Evaluation(rules, row, SourcePosition.NONE, 0);
            apply(rules.erasures(), evaluation);
            return evaluation.erases();
        } catch (Unmappable neverMapped) {
            // Such an image has added no history.
            return List.of();
        }
    }

    /** The mapping says what becomes of a table, if only that it is left out. */
    public boolean knows(String table) {
        return tables.containsKey(table) || isIgnored(table);
    }

    private static void apply(List<Rule> rules, Evaluation evaluation) {
        for (Rule rule : rules) {
            rule.apply(evaluation);
        }
    }

    private boolean isIgnored(String table) {
        return !tables.containsKey(table) && ignored.matcher(table).matches();
    }

    private TableRules rules(String table) {
        TableRules rules = tables.get(table);
        if (rules == null) {
            throw new Unmappable("the mapping does not say what becomes of table " + table
                    + "; add it to tables: or ignore: there, or leave it out of the source (exclude:)");
        }
        return rules;
    }

    /** Rejects are filed under the source's own names: one source row may stand for rows of many tables. */
    @Override
    public String table(String sourceTable) {
        return sourceTable;
    }

    @Override
    public Image key(String sourceTable, Image sourceKey) {
        return sourceKey;
    }

    /** Nothing to define; but a table with columns that have nowhere to go is refused before its rows are. */
    @Override
    public Optional<Defined> define(TableDefinition definition, Lineage lineage) {
        if (!isIgnored(definition.name())) {
            rules(definition.name()).layout(definition.columnNames());
        }
        return Optional.empty();
    }

    @Override
    public String hash() {
        return hash;
    }
}
