package dev.lagzero.schemas.avro;

import dev.lagzero.schemas.json.DefinitionJson;
import dev.lagzero.schemas.json.MalformedRecord;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Former;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.row.Share;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.Decoder;

/** Reads what {@link RowWriter} wrote. */
final class RowReader {

    private static final List<Place.Kind> KINDS = List.of(Place.Kind.values());

    private final Decoder in;
    private ByteBuffer scratch;

    private RowReader(Decoder in) {
        this.in = in;
    }

    static RowEvent read(Decoder in) throws IOException {
        return new RowReader(in).event();
    }

    private RowEvent event() throws IOException {
        String source = in.readString();
        SourcePosition position = new SourcePosition(in.readLong(), in.readLong());
        int body = in.readIndex();
        return switch (body) {
            case RowWriter.CLAIMED -> new RowEvent.Claimed(source, position.epoch(), in.readString());
            case RowWriter.ENDED -> {
                boolean snapshot = in.readBoolean();
                yield new RowEvent.Ended(source, position, snapshot, in.readLong(), in.readLong());
            }
            case RowWriter.ROWS -> rows(source, position, "");
            case RowWriter.ROWS_OF -> rows(source, position, in.readString());
            case RowWriter.LOADED -> loaded(source, position);
            case RowWriter.TABLE_DEFINED ->
                new RowEvent.TableDefined(
                        source,
                        position,
                        in.readLong(),
                        DefinitionJson.definition(in.readString()),
                        DefinitionJson.lineage(in.readString()));
            case RowWriter.TABLE_DROPPED -> new RowEvent.TableDropped(source, position, in.readLong(), in.readString());
            default -> throw new MalformedRecord("no row record has body " + body);
        };
    }

    private RowEvent rows(String source, SourcePosition position, String origin) throws IOException {
        long ordinal = in.readLong();
        boolean snapshot = in.readBoolean();
        return new RowEvent.Rows(source, position, ordinal, 1, snapshot, rows(), origin);
    }

    private RowEvent loaded(String source, SourcePosition position) throws IOException {
        long ordinal = in.readLong();
        String table = in.readString();
        List<String> key = names();
        List<String> names = names();
        List<Row> rows = new ArrayList<>();
        for (long count = in.readArrayStart(); count != 0; count = in.arrayNext()) {
            for (long i = 0; i < count; i++) {
                Image image = new Image(names, values(names.size()));
                rows.add(new Row.Upsert(table, image.project(key), image));
            }
        }
        return new RowEvent.Rows(source, position, ordinal, rows.size(), true, rows, "");
    }

    private List<Row> rows() throws IOException {
        long count = in.readArrayStart();
        List<Row> rows = new ArrayList<>((int) Math.min(count, 1000));
        for (; count != 0; count = in.arrayNext()) {
            for (long i = 0; i < count; i++) {
                rows.add(row());
            }
        }
        return rows;
    }

    private Row row() throws IOException {
        int kind = in.readIndex();
        if (kind == RowWriter.PLACED_UPSERT || kind == RowWriter.PLACED_DELETE) {
            return placed(kind == RowWriter.PLACED_UPSERT);
        }
        String table = in.readString();
        return switch (kind) {
            case RowWriter.UPSERT, RowWriter.INSERTED, RowWriter.CHANGED -> {
                List<String> key = names();
                Image image = image();
                yield new Row.Upsert(table, image.project(key), image, former(kind));
            }
            case RowWriter.APPEND -> {
                List<String> key = names();
                Image image = image();
                yield new Row.Append(table, image.project(key), image);
            }
            case RowWriter.SETTLE -> new Row.Settle(table, image());
            case RowWriter.ERASE -> new Row.Erase(table, image());
            case RowWriter.DELETE -> new Row.Delete(table, image());
            case RowWriter.REJECT -> new Row.Reject(table, image(), in.readString());
            default -> throw new MalformedRecord("no row has kind " + kind);
        };
    }

    private Former former(int kind) throws IOException {
        return switch (kind) {
            case RowWriter.INSERTED -> Former.ABSENT;
            case RowWriter.CHANGED -> Former.changed(in.readLong());
            default -> Former.UNKNOWN;
        };
    }

    private Row placed(boolean upsert) throws IOException {
        Place place = new Place(KINDS.get(in.readEnum()), in.readString());
        Share share = in.readIndex() == 0 ? null : new Share(in.readString(), image(), in.readInt());
        if (!upsert) {
            return new Row.Delete(place, image(), share);
        }
        List<String> key = names();
        Image image = image();
        return new Row.Upsert(place, image.project(key), image, share);
    }

    private Image image() throws IOException {
        List<String> names = names();
        return new Image(names, values(names.size()));
    }

    private List<Value> values(int expected) throws IOException {
        Value[] values = new Value[expected];
        int read = 0;
        for (long count = in.readArrayStart(); count != 0; count = in.arrayNext()) {
            for (long i = 0; i < count; i++) {
                if (read == expected) {
                    throw new MalformedRecord("a row has more values than its " + expected + " columns");
                }
                values[read++] = value();
            }
        }
        if (read < expected) {
            throw new MalformedRecord("a row has " + read + " values for " + expected + " columns");
        }
        return List.of(values);
    }

    private List<String> names() throws IOException {
        scratch = in.readBytes(scratch);
        return Names.list(scratch);
    }

    private Value value() throws IOException {
        int kind = in.readIndex();
        return switch (kind) {
            case RowWriter.NULL -> Value.NULL;
            case RowWriter.LONG -> new Value.Int(in.readLong());
            case RowWriter.DOUBLE -> new Value.Real(in.readDouble());
            case RowWriter.STRING -> new Value.Text(in.readString());
            case RowWriter.BYTES -> new Value.Blob(bytes());
            case RowWriter.RAW_TEXT -> new Value.RawText(bytes());
            default -> throw new MalformedRecord("no value has kind " + kind);
        };
    }

    private byte[] bytes() throws IOException {
        ByteBuffer read = in.readBytes(null);
        byte[] bytes = new byte[read.remaining()];
        read.get(bytes);
        return bytes;
    }
}
