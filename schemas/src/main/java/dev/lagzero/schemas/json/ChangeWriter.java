package dev.lagzero.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Operation;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.util.List;

/** Writes envelopes. Field order is fixed: the same event must give the same bytes after a crash. */
final class ChangeWriter {

    static final String CLAIM = "claim";
    static final String END = "end";
    static final String ROW = "row";
    static final String ROWS = "rows";
    static final String OVERSIZE = "oversize";
    static final String DEFINITION = "definition";
    static final String DROP = "drop";
    static final String FAILURE = "failure";

    /** An unchanged value larger than this (bytes, about) is not repeated in the before image. */
    static final int LARGE_VALUE = 64 * 1024;

    private ChangeWriter() {}

    static void write(JsonGenerator out, ChangeEvent event) throws IOException {
        out.writeStartObject();
        SourceBlock.write(out, kind(event), event);
        switch (event) {
            case ChangeEvent.Claimed ignored -> {
                // Everything about a claim stands in its source block.
            }
            case ChangeEvent.Ended ended -> writeEnd(out, ended);
            case ChangeEvent.RowChanged row -> writeRow(out, row);
            case ChangeEvent.RowsRead rows -> writeRows(out, rows);
            case ChangeEvent.RowOversize row -> {
                out.writeFieldName("key");
                ValueJson.write(out, row.key());
                out.writeNumberField("bytes", row.bytes());
            }
            case ChangeEvent.TableDefined defined -> {
                out.writeFieldName("definition");
                DefinitionJson.write(out, defined.definition());
                out.writeFieldName("lineage");
                DefinitionJson.write(out, defined.lineage());
            }
            case ChangeEvent.TableDropped ignored -> {
                // The table's name stands in the source block.
            }
            case ChangeEvent.TableFailed failed -> out.writeStringField("failure", failed.reason());
        }
        out.writeEndObject();
    }

    private static String kind(ChangeEvent event) {
        return switch (event) {
            case ChangeEvent.Claimed ignored -> CLAIM;
            case ChangeEvent.Ended ignored -> END;
            case ChangeEvent.RowChanged ignored -> ROW;
            case ChangeEvent.RowsRead ignored -> ROWS;
            case ChangeEvent.RowOversize ignored -> OVERSIZE;
            case ChangeEvent.TableDefined ignored -> DEFINITION;
            case ChangeEvent.TableDropped ignored -> DROP;
            case ChangeEvent.TableFailed ignored -> FAILURE;
        };
    }

    private static void writeRow(JsonGenerator out, ChangeEvent.RowChanged row) throws IOException {
        out.writeStringField("op", row.operation().letter());
        writeNames(out, "key", row.key().names());
        // After comes first: a reader completes the before image from it.
        writeImage(out, "after", row.after());
        if (row.before() != null && row.after() != null) {
            writeBefore(out, row.before(), row.after());
        } else {
            writeImage(out, "before", row.before());
        }
        out.writeNumberField("ts_ms", row.header().timestampMillis());
        writeTransaction(out, row);
        out.writeNumberField("total_order", row.ordinal() + 1);
        out.writeEndObject();
    }

    private static void writeRows(JsonGenerator out, ChangeEvent.RowsRead rows) throws IOException {
        out.writeStringField("op", Operation.READ.letter());
        writeNames(out, "key", rows.key());
        writeNames(out, "columns", rows.names());
        out.writeFieldName("rows");
        out.writeStartArray();
        for (List<Value> row : rows.rows()) {
            out.writeStartArray();
            for (int i = 0; i < row.size(); i++) {
                ValueJson.write(out, row.get(i));
            }
            out.writeEndArray();
        }
        out.writeEndArray();
        out.writeNumberField("ts_ms", rows.header().timestampMillis());
        writeTransaction(out, rows);
        out.writeNumberField("total_order", rows.ordinal() + 1);
        out.writeEndObject();
    }

    private static void writeNames(JsonGenerator out, String field, List<String> names) throws IOException {
        out.writeFieldName(field);
        out.writeStartArray();
        for (String name : names) {
            out.writeString(name);
        }
        out.writeEndArray();
    }

    private static void writeEnd(JsonGenerator out, ChangeEvent.Ended ended) throws IOException {
        writeTransaction(out, ended);
        out.writeStringField("status", "END");
        out.writeNumberField("event_count", ended.parts());
        out.writeEndObject();
    }

    private static void writeTransaction(JsonGenerator out, ChangeEvent event) throws IOException {
        out.writeFieldName("transaction");
        out.writeStartObject();
        out.writeStringField("id", event.source() + "/" + event.position());
    }

    private static void writeImage(JsonGenerator out, String field, Image image) throws IOException {
        out.writeFieldName(field);
        if (image == null) {
            out.writeNull();
        } else {
            ValueJson.write(out, image);
        }
    }

    private static void writeBefore(JsonGenerator out, Image before, Image after) throws IOException {
        out.writeFieldName("before");
        out.writeStartObject();
        for (int i = 0; i < before.names().size(); i++) {
            String name = before.names().get(i);
            Value value = before.values().get(i);
            boolean repeated = value.size() > LARGE_VALUE && value.equals(after.find(name));
            if (!repeated) {
                out.writeFieldName(name);
                ValueJson.write(out, value);
            }
        }
        out.writeEndObject();
    }
}
