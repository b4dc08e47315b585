package dev.lagzero.schemas.avro;

import dev.lagzero.schemas.json.DefinitionJson;
import dev.lagzero.schemas.row.Former;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.row.Share;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/** Writes by hand what {@code rows.avsc} says: generic records would cost an object for every value. */
final class RowWriter {

    static final int CLAIMED = 0;
    static final int ENDED = 1;
    static final int ROWS = 2;
    static final int TABLE_DEFINED = 3;
    static final int TABLE_DROPPED = 4;
    static final int LOADED = 5;
    static final int ROWS_OF = 6;

    static final int UPSERT = 0;
    static final int DELETE = 1;
    static final int REJECT = 2;
    static final int SETTLE = 3;
    static final int APPEND = 4;
    static final int ERASE = 5;
    static final int PLACED_UPSERT = 6;
    static final int PLACED_DELETE = 7;
    static final int INSERTED = 8;
    static final int CHANGED = 9;

    static final int NULL = 0;
    static final int LONG = 1;
    static final int DOUBLE = 2;
    static final int STRING = 3;
    static final int BYTES = 4;
    static final int RAW_TEXT = 5;

    private RowWriter() {}

    static void write(Encoder out, RowEvent event) throws IOException {
        out.writeString(event.source());
        out.writeLong(event.position().epoch());
        out.writeLong(event.position().sequence());
        switch (event) {
            case RowEvent.Claimed claimed -> {
                out.writeIndex(CLAIMED);
                out.writeString(claimed.instance());
            }
            case RowEvent.Ended ended -> {
                out.writeIndex(ENDED);
                out.writeBoolean(ended.snapshot());
                out.writeLong(ended.parts());
                out.writeLong(ended.timestampMillis());
            }
            case RowEvent.Rows rows -> {
                if (rows.count() == 1) {
                    writeRows(out, rows);
                } else {
                    LoadedRows.write(out, rows);
                }
            }
            case RowEvent.TableDefined defined -> {
                out.writeIndex(TABLE_DEFINED);
                out.writeLong(defined.ordinal());
                out.writeString(DefinitionJson.text(defined.definition()));
                out.writeString(DefinitionJson.text(defined.lineage()));
            }
            case RowEvent.TableDropped dropped -> {
                out.writeIndex(TABLE_DROPPED);
                out.writeLong(dropped.ordinal());
                out.writeString(dropped.table());
            }
        }
    }

    private static void writeRows(Encoder out, RowEvent.Rows rows) throws IOException {
        if (rows.origin().isEmpty()) {
            out.writeIndex(ROWS);
        } else {
            out.writeIndex(ROWS_OF);
            out.writeString(rows.origin());
        }
        out.writeLong(rows.ordinal());
        out.writeBoolean(rows.snapshot());
        out.writeArrayStart();
        out.setItemCount(rows.rows().size());
        for (Row row : rows.rows()) {
            out.startItem();
            writeRow(out, row);
        }
        out.writeArrayEnd();
    }

    private static void writeRow(Encoder out, Row row) throws IOException {
        switch (row) {
            case Row.Upsert upsert -> {
                writePlace(out, upsert.place(), upsert.share(), kind(upsert.former()), PLACED_UPSERT);
                writeKeyed(out, upsert.key(), upsert.image());
                if (isPlain(upsert.place(), upsert.share()) && upsert.former().kind() == Former.Kind.CHANGED) {
                    out.writeLong(upsert.former().columns());
                }
            }
            case Row.Delete delete -> {
                writePlace(out, delete.place(), delete.share(), DELETE, PLACED_DELETE);
                writeImage(out, delete.key());
            }
            case Row.Reject reject -> {
                out.writeIndex(REJECT);
                out.writeString(reject.table());
                writeImage(out, reject.key());
                out.writeString(reject.reason());
            }
            case Row.Settle settle -> {
                out.writeIndex(SETTLE);
                out.writeString(settle.table());
                writeImage(out, settle.key());
            }
            case Row.Append append -> {
                out.writeIndex(APPEND);
                out.writeString(append.table());
                writeKeyed(out, append.key(), append.image());
            }
            case Row.Erase erase -> {
                out.writeIndex(ERASE);
                out.writeString(erase.table());
                writeImage(out, erase.key());
            }
        }
    }

    private static int kind(Former former) {
        return switch (former.kind()) {
            case UNKNOWN -> UPSERT;
            case ABSENT -> INSERTED;
            case CHANGED -> CHANGED;
        };
    }

    private static boolean isPlain(Place place, @Nullable Share share) {
        return place.kind() == Place.Kind.TABLE && share == null;
    }

    /** An unshared row of a table, the most frequent by far, spends no byte on what it is not. */
    private static void writePlace(Encoder out, Place place, @Nullable Share share, int plain, int placed)
            throws IOException {
        if (isPlain(place, share)) {
            out.writeIndex(plain);
            out.writeString(place.name());
            return;
        }
        out.writeIndex(placed);
        out.writeEnum(place.kind().ordinal());
        out.writeString(place.name());
        if (share == null) {
            out.writeIndex(0);
        } else {
            out.writeIndex(1);
            out.writeString(share.table());
            writeImage(out, share.key());
            out.writeInt(share.rank());
        }
    }

    private static void writeKeyed(Encoder out, Image key, Image image) throws IOException {
        out.writeBytes(Names.bytes(key.names()));
        writeImage(out, image);
    }

    private static void writeImage(Encoder out, Image image) throws IOException {
        out.writeBytes(Names.bytes(image.names()));
        out.writeArrayStart();
        out.setItemCount(image.values().size());
        for (Value value : image.values()) {
            out.startItem();
            writeValue(out, value);
        }
        out.writeArrayEnd();
    }

    static void writeValue(Encoder out, Value value) throws IOException {
        switch (value) {
            case Value.Null ignored -> out.writeIndex(NULL);
            case Value.Int integer -> {
                out.writeIndex(LONG);
                out.writeLong(integer.value());
            }
            case Value.Real real -> {
                out.writeIndex(DOUBLE);
                out.writeDouble(real.value());
            }
            case Value.Text text -> {
                out.writeIndex(STRING);
                out.writeString(text.value());
            }
            case Value.Blob blob -> {
                out.writeIndex(BYTES);
                out.writeBytes(blob.bytes());
            }
            case Value.RawText raw -> {
                out.writeIndex(RAW_TEXT);
                out.writeBytes(raw.bytes());
            }
        }
    }
}
