package dev.lagzero.schemas.json;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Operation;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
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

    private static final byte[] KEY = JsonBytes.of(",\"key\":");
    private static final byte[] BYTES = JsonBytes.of(",\"bytes\":");
    private static final byte[] DEFINED = JsonBytes.of(",\"definition\":");
    private static final byte[] LINEAGE = JsonBytes.of(",\"lineage\":");
    private static final byte[] FAILED = JsonBytes.of(",\"failure\":");
    private static final byte[] OP = JsonBytes.of(",\"op\":");
    private static final byte[] AFTER = JsonBytes.of(",\"after\":");
    private static final byte[] BEFORE = JsonBytes.of(",\"before\":");
    private static final byte[] COLUMNS = JsonBytes.of(",\"columns\":");
    private static final byte[] ROWS_FIELD = JsonBytes.of(",\"rows\":");
    private static final byte[] MILLIS = JsonBytes.of(",\"ts_ms\":");
    private static final byte[] TRANSACTION = JsonBytes.of(",\"transaction\":{\"id\":\"");
    private static final byte[] ORDER = JsonBytes.of(",\"total_order\":");
    private static final byte[] ENDED = JsonBytes.of(",\"status\":\"END\",\"event_count\":");

    static void write(RecordWriter out, ChangeEvent event) {
        out.json().raw('{');
        SourceBlock.write(out, kind(event), event);
        switch (event) {
            case ChangeEvent.Claimed ignored -> {
                // Everything about a claim stands in its source block.
            }
            case ChangeEvent.Ended ended -> {
                writeTransaction(out, ended);
                out.number(ENDED, ended.parts());
                out.json().raw('}');
            }
            case ChangeEvent.RowChanged row -> writeRow(out, row);
            case ChangeEvent.RowsRead rows -> writeRows(out, rows);
            case ChangeEvent.RowOversize row -> {
                out.json().raw(KEY);
                out.image(row.key());
                out.number(BYTES, row.bytes());
            }
            case ChangeEvent.TableDefined defined -> {
                out.json().raw(DEFINED);
                out.json().raw(DefinitionJson.bytes(defined.definition()));
                out.json().raw(LINEAGE);
                out.json().raw(DefinitionJson.bytes(defined.lineage()));
            }
            case ChangeEvent.TableDropped ignored -> {
                // The table's name stands in the source block.
            }
            case ChangeEvent.TableFailed failed -> out.text(FAILED, failed.reason());
        }
        out.json().raw('}');
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

    private static void writeRow(RecordWriter out, ChangeEvent.RowChanged row) {
        out.name(OP, row.operation().letter());
        out.json().raw(KEY);
        out.texts(row.key().names());
        Image before = row.before();
        Image after = row.after();
        // After comes first: a reader completes the before image from it.
        writeImage(out, AFTER, after);
        if (before != null && after != null) {
            out.json().raw(BEFORE);
            out.before(before, after);
        } else {
            writeImage(out, BEFORE, before);
        }
        writePlace(out, row);
    }

    private static void writeRows(RecordWriter out, ChangeEvent.RowsRead rows) {
        out.name(OP, Operation.READ.letter());
        out.json().raw(KEY);
        out.texts(rows.key());
        out.json().raw(COLUMNS);
        out.texts(rows.names());
        out.json().raw(ROWS_FIELD);
        char between = '[';
        for (List<Value> row : rows.rows()) {
            out.json().raw(between);
            out.values(row);
            between = ',';
        }
        out.json().raw(']');
        writePlace(out, rows);
    }

    private static void writeImage(RecordWriter out, byte[] field, Image image) {
        out.json().raw(field);
        if (image == null) {
            out.rawNull();
        } else {
            out.image(image);
        }
    }

    private static void writePlace(RecordWriter out, ChangeEvent.Part part) {
        out.millis(MILLIS, part.header().timestampMillis());
        writeTransaction(out, part);
        out.number(ORDER, part.ordinal() + 1);
        out.json().raw('}');
    }

    private static void writeTransaction(RecordWriter out, ChangeEvent event) {
        out.json().raw(TRANSACTION);
        out.innerName(event.source());
        out.json().raw('/');
        out.position(event.position());
        out.json().raw('"');
    }
}
