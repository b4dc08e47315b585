package dev.lagzero.schemas.avro;

import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.util.List;
import org.apache.avro.io.Encoder;

/** Rows that were read together: table and column names stand in front of them once. */
final class LoadedRows {

    private LoadedRows() {}

    static void write(Encoder out, RowEvent.Rows rows) throws IOException {
        Row.Upsert first = plain(rows, rows.rows().getFirst());
        List<String> key = first.key().names();
        List<String> names = first.image().names();
        out.writeIndex(RowWriter.LOADED);
        out.writeLong(rows.ordinal());
        out.writeString(first.table());
        out.writeBytes(Names.bytes(key));
        out.writeBytes(Names.bytes(names));
        out.writeArrayStart();
        out.setItemCount(rows.rows().size());
        for (Row row : rows.rows()) {
            Row.Upsert upsert = plain(rows, row);
            if (!upsert.table().equals(first.table())
                    || !upsert.image().names().equals(names)
                    || !upsert.key().names().equals(key)) {
                throw mixed(rows);
            }
            out.startItem();
            writeValues(out, upsert.image());
        }
        out.writeArrayEnd();
    }

    private static Row.Upsert plain(RowEvent.Rows rows, Row row) {
        if (row instanceof Row.Upsert upsert
                && upsert.share() == null
                && upsert.place().kind() == Place.Kind.TABLE
                && rows.snapshot()) {
            return upsert;
        }
        throw mixed(rows);
    }

    private static IllegalArgumentException mixed(RowEvent.Rows rows) {
        return new IllegalArgumentException("what is told together at " + rows.position() + " from " + rows.ordinal()
                + " on are not all plain rows of one table's snapshot");
    }

    private static void writeValues(Encoder out, Image image) throws IOException {
        List<Value> values = image.values();
        out.writeArrayStart();
        out.setItemCount(values.size());
        for (int i = 0; i < values.size(); i++) {
            out.startItem();
            RowWriter.writeValue(out, values.get(i));
        }
        out.writeArrayEnd();
    }
}
