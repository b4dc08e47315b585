package dev.lagzero.capture.session;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.topic.Topics;

/**
 * Events to records. The differ knows beforehand which changes do not fit; this is the last look before Kafka would
 * refuse one, and with it everything behind it.
 */
final class Encoding {

    private static final int LIMIT = Topics.MAX_RECORD_BYTES - 4096;

    private Encoding() {}

    static Outgoing part(ChangeEvent.Part part) {
        return switch (part) {
            case ChangeEvent.RowChanged row -> row(row);
            case ChangeEvent.RowsRead rows -> record(rows, rows.ordinal(), Outgoing.Kind.ROW);
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
        Outgoing record = record(row, row.ordinal(), Outgoing.Kind.ROW);
        return record.size() <= LIMIT
                ? record
                : record(
                        new ChangeEvent.RowOversize(row.header(), row.ordinal(), row.table(), row.key(), record.size()),
                        row.ordinal(),
                        Outgoing.Kind.ROW);
    }

    private static Outgoing record(ChangeEvent event, long ordinal, Outgoing.Kind kind) {
        return new Outgoing(event.position(), ordinal, kind, ChangeJson.key(event), ChangeJson.encode(event));
    }
}
