package dev.lagzero.capture.session;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.schemas.value.Image;
import org.jspecify.annotations.Nullable;

/** Events to records. A change that does not fit a record becomes one that says so. */
final class Encoding {

    private Encoding() {}

    static Outgoing part(ChangeEvent.Part part) {
        return switch (part) {
            case ChangeEvent.RowChanged row -> row(row);
            case ChangeEvent.TableDefined defined -> record(defined, defined.ordinal(), Outgoing.Kind.DEFINITION);
            case ChangeEvent.RowOversize row -> record(row, row.ordinal(), Outgoing.Kind.ROW);
            case ChangeEvent.TableDropped table -> record(table, table.ordinal(), Outgoing.Kind.ROW);
            case ChangeEvent.TableFailed table -> record(table, table.ordinal(), Outgoing.Kind.ROW);
        };
    }

    static Outgoing end(ChangeEvent.Ended ended) {
        return record(ended, -1, Outgoing.Kind.END);
    }

    private static Outgoing row(ChangeEvent.RowChanged row) {
        long size = size(row.before()) + size(row.after());
        if (size <= Topics.MAX_CHANGE_BYTES) {
            Outgoing record = record(row, row.ordinal(), Outgoing.Kind.ROW);
            if (record.size() <= Topics.MAX_CHANGE_BYTES) {
                return record;
            }
            size = record.size();
        }
        return record(
                new ChangeEvent.RowOversize(row.header(), row.ordinal(), row.table(), row.key(), size),
                row.ordinal(),
                Outgoing.Kind.ROW);
    }

    private static long size(@Nullable Image image) {
        return image == null ? 0 : image.size();
    }

    private static Outgoing record(ChangeEvent event, long ordinal, Outgoing.Kind kind) {
        return new Outgoing(event.position(), ordinal, kind, ChangeJson.key(event), ChangeJson.encode(event));
    }
}
