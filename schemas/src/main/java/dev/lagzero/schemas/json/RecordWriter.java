package dev.lagzero.schemas.json;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.List;

/** Writes what records are made of, as {@link ValueJson} and Jackson would. Not for several threads. */
final class RecordWriter {

    private static final byte[] NULL = JsonBytes.of("null");
    private static final byte[] REAL = JsonBytes.of("{\"$real\":\"");
    private static final byte[] REAL_END = JsonBytes.of("\"}");
    private static final byte[] BLOB = JsonBytes.of("{\"$blob\":");
    private static final byte[] TEXT = JsonBytes.of("{\"$text\":");

    private final JsonBytes json = new JsonBytes();
    private final FieldNames fields = new FieldNames();
    private final KnownTexts names = new KnownTexts();
    private final JsonBytes once = new JsonBytes();
    private byte[] position = JsonBytes.of("0:0");
    private SourcePosition positionOf = SourcePosition.NONE;
    private byte[] millis = JsonBytes.of("0");
    private long millisOf;

    JsonBytes json() {
        return json;
    }

    void rawNull() {
        json.raw(NULL);
    }

    void value(Value value) {
        switch (value) {
            case Value.Text text -> json.string(text.value());
            case Value.Int integer -> json.number(integer.value());
            case Value.Null ignored -> rawNull();
            case Value.Real real -> real(real.value());
            case Value.RawText raw -> tagged(TEXT, raw.bytes());
            case Value.Blob blob -> tagged(BLOB, blob.bytes());
        }
    }

    private void real(double real) {
        if (Double.isInfinite(real)) {
            json.raw(REAL);
            json.ascii(Double.toString(real));
            json.raw(REAL_END);
        } else {
            json.number(real);
        }
    }

    private void tagged(byte[] tag, byte[] bytes) {
        json.raw(tag);
        json.base64(bytes);
        json.raw('}');
    }

    void image(Image image) {
        byte[][] names = fields.of(image.names());
        json.raw('{');
        for (int i = 0; i < names.length; i++) {
            if (i > 0) {
                json.raw(',');
            }
            json.raw(names[i]);
            value(image.values().get(i));
        }
        json.raw('}');
    }

    /** The image before a change, without large values that are as they were. */
    void before(Image before, Image after) {
        byte[][] names = fields.of(before.names());
        boolean first = true;
        json.raw('{');
        for (int i = 0; i < names.length; i++) {
            Value value = before.values().get(i);
            boolean repeated = value.size() > ChangeWriter.LARGE_VALUE
                    && value.equals(after.find(before.names().get(i)));
            if (!repeated) {
                if (!first) {
                    json.raw(',');
                }
                first = false;
                json.raw(names[i]);
                value(value);
            }
        }
        json.raw('}');
    }

    void texts(List<String> texts) {
        json.raw('[');
        for (int i = 0; i < texts.size(); i++) {
            if (i > 0) {
                json.raw(',');
            }
            json.raw(names.of(texts.get(i)));
        }
        json.raw(']');
    }

    void values(List<Value> values) {
        json.raw('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                json.raw(',');
            }
            value(values.get(i));
        }
        json.raw(']');
    }

    /** A field that is a text; the field's beginning is ready. */
    void text(byte[] field, String text) {
        json.raw(field);
        json.string(text);
    }

    /** A field that is a text which stands in many records; the field's beginning is ready. */
    void name(byte[] field, String name) {
        json.raw(names.of(field, name));
    }

    /** A text which stands in many records, without quotes. */
    void innerName(String name) {
        byte[] quoted = names.of(name);
        json.raw(quoted, 1, quoted.length - 1);
    }

    /** A position as it is written, without quotes: twice in each record of a transaction. */
    void position(SourcePosition of) {
        if (!of.equals(positionOf)) {
            once.begin();
            once.number(of.epoch());
            once.raw(':');
            once.number(of.sequence());
            position = once.taken();
            positionOf = of;
        }
        json.raw(position);
    }

    /** A field that is a time, which records of a transaction share; the field's beginning is ready. */
    void millis(byte[] field, long time) {
        if (time != millisOf) {
            once.begin();
            once.number(time);
            millis = once.taken();
            millisOf = time;
        }
        json.raw(field);
        json.raw(millis);
    }

    /** A field that is an integer; the field's beginning is ready. */
    void number(byte[] field, long number) {
        json.raw(field);
        json.number(number);
    }
}
