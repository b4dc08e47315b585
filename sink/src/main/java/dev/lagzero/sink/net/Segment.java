package dev.lagzero.sink.net;

import dev.lagzero.schemas.row.RowEvent;
import java.util.List;

/**
 * A run of transactions that can be applied at once: definitions first, then rows.
 *
 * @param definitions {@link RowEvent.TableDefined} and {@link RowEvent.TableDropped} in their order
 * @param snapshotOf the source whose tables and rows are all in this segment: what it has beyond them goes; empty when
 *     the segment is no snapshot
 */
public record Segment(List<RowEvent.Part> definitions, String snapshotOf, NetRows rows) {

    public Segment {
        definitions = List.copyOf(definitions);
    }

    public boolean changesTables() {
        return !definitions.isEmpty() || !snapshotOf.isEmpty();
    }
}
