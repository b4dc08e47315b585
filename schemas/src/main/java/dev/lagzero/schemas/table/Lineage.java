package dev.lagzero.schemas.table;

import java.util.Map;

/**
 * How a table's new definition follows from what came before; it decides what becomes of the rows that are there.
 *
 * <ul>
 *   <li>{@link Fresh}: the rows in the same transaction are all its rows. Whatever an earlier table of that name held
 *       is gone. Also used when a table is rebuilt in a way that has no simpler description.
 *   <li>{@link Altered}: the rows stay. A column that {@code columns} does not name is new and holds its
 *       {@linkplain ColumnDefinition#defaultValue() default value} in every row; an old column that no new one names is
 *       gone. Rows that changed beyond that follow as changes in the same transaction.
 * </ul>
 */
public sealed interface Lineage {

    record Fresh() implements Lineage {}

    /**
     * @param formerTable the table's name before; the same name when it was not renamed
     * @param columns new column name to old column name, for the columns that were there before
     */
    record Altered(String formerTable, Map<String, String> columns) implements Lineage {
        public Altered {
            columns = Map.copyOf(columns);
        }
    }
}
