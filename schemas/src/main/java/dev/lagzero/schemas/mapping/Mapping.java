package dev.lagzero.schemas.mapping;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import java.util.List;
import java.util.Optional;

/**
 * Says which target rows an image of a source row yields, and nothing else; {@link RowDifference} derives upserts and
 * deletes from it, so that no mapping can forget one. Pure and free of look-ups: the same image always yields the same
 * rows, in the same order.
 */
public interface Mapping {

    /**
     * The rows that stand for one image of a source row. Throws {@link Unmappable} when there are none that could,
     * also when it is the history that cannot be told: an image is mapped as a whole or not at all.
     */
    List<Row.Upsert> rows(SourceRow row);

    /**
     * What a change adds to history tables. Outside the difference: each change of a row adds its own, even one that
     * changes nothing that is mapped.
     *
     * @param row what the source row became
     */
    default List<Row.Append> history(SourceRow row, SourcePosition position, long ordinal) {
        return List.of();
    }

    /** Which history goes with a source row that is deleted; most tables keep it. Never throws {@link Unmappable}. */
    default List<Row.Erase> erasures(SourceRow row) {
        return List.of();
    }

    /** What the source's table is called in the target when a row cannot be told in more detail. */
    String table(String sourceTable);

    /** The key of a source row under the target's names, for rows that cannot be mapped. */
    Image key(String sourceTable, Image sourceKey);

    /** The target's definition of a source table, if this mapping takes target tables from the source's. */
    Optional<Defined> define(TableDefinition definition, Lineage lineage);

    /**
     * Whether every image yields exactly one row (none, of a table that is refused), unshared, of one table for each source
     * table, with the image's values as they are under names that depend on the image's names alone, and no history. Such
     * rows may be told together when they were read together.
     */
    default boolean isOneToOne() {
        return false;
    }

    /** Names everything that a different outcome depends on: another hash is another projection. */
    String hash();

    record SourceRow(String source, String table, Image key, Image image) {}

    record Defined(TableDefinition definition, Lineage lineage) {}

    final class Unmappable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Unmappable(String reason) {
            super(reason);
        }
    }
}
