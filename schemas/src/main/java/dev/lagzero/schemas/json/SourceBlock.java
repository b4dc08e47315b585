package dev.lagzero.schemas.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;

/**
 * The {@code source} block: everything about a record but its contents. Fields that do not apply are left out.
 *
 * @param version of the format; a reader refuses a newer one
 * @param count how many ordinals the record stands for
 */
record SourceBlock(
        int version,
        String kind,
        String connector,
        String name,
        String db,
        String table,
        SourcePosition position,
        long ordinal,
        long count,
        long parts,
        boolean snapshot,
        String reason,
        String instance,
        long timestampMillis) {

    /** The newest that is read. A record has the lowest version that has its kind: rows read together came with 2. */
    static final int VERSION = 2;

    /** Of rows that were read together. */
    static final int TOGETHER = 2;

    Header header() {
        return new Header(name, connector, db, position, snapshot, reason, timestampMillis);
    }

    private static final byte[] BEGIN = JsonBytes.of("\"source\":{\"version\":");
    private static final byte[] KIND = JsonBytes.of(",\"kind\":");
    private static final byte[] NAME = JsonBytes.of(",\"name\":");
    private static final byte[] POSITION = JsonBytes.of(",\"position\":\"");
    private static final byte[] INSTANCE = JsonBytes.of(",\"instance\":");
    private static final byte[] REASON = JsonBytes.of(",\"reason\":");
    private static final byte[] MILLIS = JsonBytes.of(",\"ts_ms\":");
    private static final byte[] PARTS = JsonBytes.of(",\"parts\":");
    private static final byte[] ORDINAL = JsonBytes.of(",\"ordinal\":");
    private static final byte[] COUNT = JsonBytes.of(",\"count\":");
    private static final byte[] TABLE = JsonBytes.of(",\"table\":");
    private static final byte[] CONNECTOR = JsonBytes.of(",\"connector\":");
    private static final byte[] DB = JsonBytes.of(",\"db\":");
    private static final byte[] SNAPSHOT = JsonBytes.of(",\"snapshot\":\"true\"");
    private static final byte[] NO_SNAPSHOT = JsonBytes.of(",\"snapshot\":\"false\"");

    static void write(RecordWriter out, String kind, ChangeEvent event) {
        out.number(BEGIN, event instanceof ChangeEvent.RowsRead ? TOGETHER : 1);
        out.name(KIND, kind);
        out.name(NAME, event.source());
        out.json().raw(POSITION);
        out.position(event.position());
        out.json().raw('"');
        switch (event) {
            case ChangeEvent.Claimed claimed -> {
                out.text(INSTANCE, claimed.instance());
                out.text(REASON, claimed.reason());
                out.number(MILLIS, claimed.timestampMillis());
            }
            case ChangeEvent.Ended ended -> {
                out.number(PARTS, ended.parts());
                writeHeader(out, ended.header());
            }
            case ChangeEvent.Part part -> {
                out.number(ORDINAL, part.ordinal());
                if (part.count() != 1) {
                    out.number(COUNT, part.count());
                }
                out.name(TABLE, part.table());
                writeHeader(out, part.header());
            }
        }
        out.json().raw('}');
    }

    private static void writeHeader(RecordWriter out, Header header) {
        out.name(CONNECTOR, header.connector());
        out.name(DB, header.database());
        out.json().raw(header.snapshot() ? SNAPSHOT : NO_SNAPSHOT);
        if (header.reason() != null) {
            out.text(REASON, header.reason());
        }
        out.millis(MILLIS, header.timestampMillis());
    }

    /** Reads from the very start of a record and leaves the parser behind the block. */
    static SourceBlock read(JsonParser in) throws IOException {
        Json.expectNext(in, JsonToken.START_OBJECT);
        if (!"source".equals(in.nextFieldName())) {
            throw new MalformedRecord("the record does not begin with its source block");
        }
        Json.expectNext(in, JsonToken.START_OBJECT);
        Fields fields = new Fields();
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            fields.take(field, in);
        }
        return fields.block();
    }

    /** The fields as they arrive, in any order. */
    private static final class Fields {
        private int version;
        private String kind;
        private String connector;
        private String name;
        private String db;
        private String table;
        private SourcePosition position;
        private long ordinal = -1;
        private long count = 1;
        private long parts = -1;
        private boolean snapshot;
        private String reason;
        private String instance = "";
        private long timestampMillis;

        void take(String field, JsonParser in) throws IOException {
            switch (field) {
                case "version" -> version = in.getIntValue();
                case "kind" -> kind = in.getText();
                case "connector" -> connector = in.getText();
                case "name" -> name = in.getText();
                case "db" -> db = in.getText();
                case "table" -> table = in.getText();
                case "position" -> position = SourcePosition.parse(in.getText());
                case "ordinal" -> ordinal = in.getLongValue();
                case "count" -> count = in.getLongValue();
                case "parts" -> parts = in.getLongValue();
                case "snapshot" -> snapshot = Boolean.parseBoolean(in.getText());
                case "reason" -> reason = Json.textOrNull(in);
                case "instance" -> instance = in.getText();
                case "ts_ms" -> timestampMillis = in.getLongValue();
                default -> in.skipChildren();
            }
        }

        SourceBlock block() {
            if (version > VERSION) {
                throw new MalformedRecord("the record has format " + version + ", this version reads up to " + VERSION
                        + ": it was written by a newer Lagzero; upgrade this one");
            }
            if (kind == null || name == null || position == null) {
                throw new MalformedRecord("the source block lacks kind, name or position");
            }
            return new SourceBlock(
                    version,
                    kind,
                    connector,
                    name,
                    db,
                    table,
                    position,
                    ordinal,
                    count,
                    parts,
                    snapshot,
                    reason,
                    instance,
                    timestampMillis);
        }
    }
}
