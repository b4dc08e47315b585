package dev.lagzero.schemas.row;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import java.util.List;
import java.util.Objects;

/**
 * A record of a rows topic. Each record of the changes topic yields exactly one, under the same position and ordinal
 * (or, where rows that were read together are mapped, one for each of them), so that the stream needs no memory to keep transactions whole: a change that maps to nothing is a {@link Rows} without
 * rows, and the count in {@link Ended} is the source's own.
 */
public sealed interface RowEvent {

    String source();

    SourcePosition position();

    record Claimed(String source, long epoch, String instance) implements RowEvent {
        @Override
        public SourcePosition position() {
            return new SourcePosition(epoch, 0);
        }
    }

    /** Whole when exactly {@code parts} parts came before. */
    record Ended(String source, SourcePosition position, boolean snapshot, long parts, long timestampMillis)
            implements RowEvent {}

    /** Something that a transaction does to the target. */
    sealed interface Part extends RowEvent {
        long ordinal();

        /** How many ordinals this part stands for. */
        default long count() {
            return 1;
        }
    }

    /**
     * All rows that one change yields, or several that were read together, which may be {@linkplain PackedRows packed}.
     *
     * @param ordinal of the first change
     * @param count how many changes; with more than one, each yields one upsert of the same table and columns
     * @param origin the source's table, whose rows go with it when it is dropped; empty when the target's table does
     */
    record Rows(
            String source,
            SourcePosition position,
            long ordinal,
            long count,
            boolean snapshot,
            List<Row> rows,
            String origin)
            implements Part {
        public Rows {
            Objects.requireNonNull(origin, "origin");
            rows = rows instanceof PackedRows ? rows : List.copyOf(rows);
            if (count != 1 && count != rows.size()) {
                throw new IllegalArgumentException(rows.size() + " rows of " + count + " changes at " + position);
            }
        }

        public Rows(String source, SourcePosition position, long ordinal, boolean snapshot, List<Row> rows) {
            this(source, position, ordinal, 1, snapshot, rows, "");
        }
    }

    /** A target table takes this shape; names are the target's. */
    record TableDefined(
            String source, SourcePosition position, long ordinal, TableDefinition definition, Lineage lineage)
            implements Part {}

    record TableDropped(String source, SourcePosition position, long ordinal, String table) implements Part {}
}
