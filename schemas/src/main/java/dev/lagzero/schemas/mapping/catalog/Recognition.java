package dev.lagzero.schemas.mapping.catalog;

import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.file.Settings;
import dev.lagzero.schemas.mapping.rule.RuleMapping;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A database that looks like one of a catalog's.
 *
 * @param strangers tables that the catalog says nothing about
 * @param misfits why tables of the catalog are not as it knows them, in words for a person; empty when it can be used
 */
public record Recognition(Catalog catalog, List<String> strangers, List<String> misfits) {

    /** By the tables that a database declares. */
    public static Optional<Recognition> of(List<TableDefinition> tables) {
        return Arrays.stream(Catalog.values())
                .filter(catalog -> catalog.marks().entrySet().stream().allMatch(mark -> tables.stream()
                        .anyMatch(table -> table.name().equals(mark.getKey())
                                && table.columnNames().containsAll(mark.getValue()))))
                .findFirst()
                .map(catalog -> of(catalog, tables));
    }

    private static Recognition of(Catalog catalog, List<TableDefinition> tables) {
        RuleMapping mapping = catalog.mapping(Settings.NONE);
        List<String> strangers = new ArrayList<>();
        List<String> misfits = new ArrayList<>();
        for (TableDefinition table : tables) {
            if (!mapping.knows(table.name())) {
                strangers.add(table.name());
                continue;
            }
            try {
                mapping.define(table, new Lineage.Fresh());
            } catch (Mapping.Unmappable reason) {
                misfits.add(reason.getMessage());
            }
        }
        return new Recognition(catalog, strangers, misfits);
    }

    public boolean isUsable() {
        return misfits.isEmpty();
    }
}
