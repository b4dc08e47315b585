package dev.lagzero.schemas.table;

import dev.lagzero.schemas.value.Value;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column of a source table.
 *
 * @param name may be empty: SQLite allows it
 * @param declaredType as written in the DDL, empty when there is none
 * @param notNull declared NOT NULL (or part of the key of a WITHOUT ROWID table)
 * @param defaultExpression the DEFAULT clause as SQL text, null when there is none
 * @param defaultValue what rows written before the column existed hold: the constant value of the default, with the
 *     column's affinity applied; {@link Value#NULL} when there is no constant default
 * @param generated a generated column: it arrives as a plain one with the source's values
 * @param identity the INTEGER PRIMARY KEY: an alias of the rowid, assigned by the source when not given
 */
public record ColumnDefinition(
        String name,
        String declaredType,
        boolean notNull,
        @Nullable String defaultExpression,
        Value defaultValue,
        boolean generated,
        boolean identity,
        Census census) {

    public ColumnDefinition {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(declaredType, "declaredType");
        Objects.requireNonNull(defaultValue, "defaultValue");
        Objects.requireNonNull(census, "census");
    }

    public Affinity affinity() {
        return Affinity.of(declaredType);
    }

    public ColumnDefinition renamed(String newName) {
        return new ColumnDefinition(
                newName, declaredType, notNull, defaultExpression, defaultValue, generated, identity, census);
    }

    public ColumnDefinition counted(Census newCensus) {
        return new ColumnDefinition(
                name, declaredType, notNull, defaultExpression, defaultValue, generated, identity, newCensus);
    }
}
