package dev.lagzero.schemas.change;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record of the changes topic. A transaction is the run of its {@link Part}s with ordinals 0, 1, 2 ... (rows that are
 * read together have one each) and then one {@link Ended} that counts them; its sequence is one above its predecessor's, and an empty transaction is a bare
 * {@link Ended}. A {@link Claimed} opens an epoch.
 */
public sealed interface ChangeEvent {

    String source();

    SourcePosition position();

    /** The same, with rows that were read together told one by one. */
    default List<? extends ChangeEvent> each() {
        return List.of(this);
    }

    /** An epoch begins: records of lower epochs that follow it in the topic are not valid, nor are transactions it cut off. */
    record Claimed(String source, long epoch, String instance, String reason, long timestampMillis)
            implements ChangeEvent {
        @Override
        public SourcePosition position() {
            return new SourcePosition(epoch, 0);
        }
    }

    /** The transaction is whole when exactly {@code parts} parts came before, with no ordinal missing. */
    record Ended(Header header, long parts) implements ChangeEvent {
        @Override
        public String source() {
            return header.source();
        }

        @Override
        public SourcePosition position() {
            return header.position();
        }
    }

    /** Something that a transaction did. */
    sealed interface Part extends ChangeEvent {
        Header header();

        long ordinal();

        /** How many ordinals this part stands for. */
        default long count() {
            return 1;
        }

        String table();

        @Override
        default String source() {
            return header().source();
        }

        @Override
        default SourcePosition position() {
            return header().position();
        }
    }

    /**
     * What a row became. Before and after share the table's columns; {@code key} is the same in both. A row that was too
     * large to be told ({@link RowOversize}) is no before image: none beside an after image, the key alone in a delete.
     */
    record RowChanged(
            Header header,
            long ordinal,
            String table,
            Image key,
            @Nullable Image before,
            @Nullable Image after) implements Part {
        public RowChanged {
            Objects.requireNonNull(key, "key");
            if (before == null && after == null) {
                throw new IllegalArgumentException("a change of " + table + key + " has neither before nor after");
            }
        }

        public Operation operation() {
            if (header.snapshot()) {
                return Operation.READ;
            }
            if (before == null) {
                return Operation.CREATE;
            }
            return after == null ? Operation.DELETE : Operation.UPDATE;
        }
    }

    /**
     * Consecutive rows of a snapshot, told together: as many {@link RowChanged} without a before image.
     *
     * @param ordinal of the first row
     * @param key names of the key's columns
     * @param rows values in the order of {@code names}
     */
    record RowsRead(
            Header header, long ordinal, String table, List<String> key, List<String> names, List<List<Value>> rows)
            implements Part {
        public RowsRead {
            if (rows.isEmpty() || !header.snapshot()) {
                throw new IllegalArgumentException(rows.size() + " rows of " + table + " read at " + header.position()
                        + ", which is " + (header.snapshot() ? "a" : "no") + " snapshot");
            }
        }

        @Override
        public long count() {
            return rows.size();
        }

        @Override
        public List<RowChanged> each() {
            List<RowChanged> each = new ArrayList<>(rows.size());
            for (List<Value> row : rows) {
                Image image = new Image(names, row);
                each.add(new RowChanged(header, ordinal + each.size(), table, image.project(key), null, image));
            }
            return each;
        }
    }

    /** A row changed, but the change does not fit a record: {@code bytes} of it. It counts as parked. */
    record RowOversize(Header header, long ordinal, String table, Image key, long bytes) implements Part {}

    record TableDefined(Header header, long ordinal, TableDefinition definition, Lineage lineage) implements Part {
        @Override
        public String table() {
            return definition.name();
        }
    }

    record TableDropped(Header header, long ordinal, String table) implements Part {}

    /** A table that cannot be followed, and why. It counts as parked until it is defined or dropped. */
    record TableFailed(Header header, long ordinal, String table, String reason) implements Part {}
}
