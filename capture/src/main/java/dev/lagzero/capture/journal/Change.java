package dev.lagzero.capture.journal;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a transaction did to one row or to one table's definition. */
public sealed interface Change {

    /** The change as the changes topic tells it. */
    ChangeEvent.Part part(Header header, long ordinal);

    /** The values of a row before and after, in the layout's order; null where there was none. */
    record Row(
            Layout layout,
            @Nullable List<Value> before,
            @Nullable List<Value> after) implements Change {
        public Row {
            if (before == null && after == null) {
                throw new IllegalArgumentException("a change in " + layout.table() + " has neither before nor after");
            }
            check(layout, before);
            check(layout, after);
        }

        private static void check(Layout layout, @Nullable List<Value> row) {
            if (row != null && row.size() != layout.names().size()) {
                throw new IllegalArgumentException("a row of " + layout.table() + " has " + row.size()
                        + " values for the columns " + layout.names());
            }
        }

        @Override
        public ChangeEvent.Part part(Header header, long ordinal) {
            Image was = before == null ? null : new Image(layout.names(), before);
            Image is = after == null ? null : new Image(layout.names(), after);
            Image key = (is == null ? java.util.Objects.requireNonNull(was) : is).project(layout.key());
            return new ChangeEvent.RowChanged(header, ordinal, layout.table(), key, was, is);
        }
    }

    /** A table begins, or its columns change. */
    record Defined(TableDefinition definition, Lineage lineage) implements Change {
        @Override
        public ChangeEvent.Part part(Header header, long ordinal) {
            return new ChangeEvent.TableDefined(header, ordinal, definition, lineage);
        }
    }
}
