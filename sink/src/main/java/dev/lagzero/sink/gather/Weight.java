package dev.lagzero.sink.gather;

import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.value.Image;

/** About how many bytes of heap a part holds: small values cost more for being objects than for what they say. */
final class Weight {

    private static final long OBJECT = 128;
    private static final long VALUE = 48;

    private Weight() {}

    static long of(RowEvent.Part part) {
        return switch (part) {
            case RowEvent.Rows rows -> {
                long weight = OBJECT;
                for (Row row : rows.rows()) {
                    weight += of(row);
                }
                yield weight;
            }
            case RowEvent.TableDefined defined ->
                OBJECT * (1 + defined.definition().columns().size());
            case RowEvent.TableDropped ignored -> OBJECT;
        };
    }

    private static long of(Row row) {
        long image =
                switch (row) {
                    case Row.Upsert upsert -> of(upsert.image());
                    case Row.Delete ignored -> 0;
                    case Row.Reject reject -> reject.reason().length();
                    case Row.Settle ignored -> 0;
                    case Row.Append append -> of(append.image());
                    case Row.Erase ignored -> 0;
                };
        return OBJECT + of(row.key()) + image;
    }

    private static long of(Image image) {
        return VALUE * image.values().size() + image.size();
    }
}
