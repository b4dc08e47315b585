package dev.lagzero.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Values and images as JSON, bit by bit: an integer is a JSON integer; a real always has a point or an exponent, or is
 * {@code {"$real": "Infinity"}}; a blob is {@code {"$blob": base64}}; text that is not Unicode {@code {"$text":
 * base64}}. Numbers are told apart by token, never through a double.
 */
public final class ValueJson {

    private static final String REAL = "$real";
    private static final String BLOB = "$blob";
    private static final String TEXT = "$text";

    private ValueJson() {}

    public static void write(JsonGenerator out, Value value) throws IOException {
        switch (value) {
            case Value.Null ignored -> out.writeNull();
            case Value.Int integer -> out.writeNumber(integer.value());
            case Value.Real real -> writeReal(out, real.value());
            case Value.Text text -> out.writeString(text.value());
            case Value.RawText raw -> writeBytes(out, TEXT, raw.bytes());
            case Value.Blob blob -> writeBytes(out, BLOB, blob.bytes());
        }
    }

    private static void writeReal(JsonGenerator out, double real) throws IOException {
        if (Double.isInfinite(real)) {
            out.writeStartObject();
            out.writeStringField(REAL, Double.toString(real));
            out.writeEndObject();
        } else {
            // The shortest digits that read back as the same double; Java always writes a point.
            out.writeNumber(Double.toString(real));
        }
    }

    private static void writeBytes(JsonGenerator out, String tag, byte[] bytes) throws IOException {
        out.writeStartObject();
        out.writeFieldName(tag);
        out.writeBinary(bytes);
        out.writeEndObject();
    }

    /** Reads the value at the parser's current token. */
    public static Value read(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.VALUE_STRING) {
            return new Value.Text(in.getText());
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return new Value.Int(in.getLongValue());
        }
        if (token == JsonToken.VALUE_NULL) {
            return Value.NULL;
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return new Value.Real(NumberText.real(in.getText()));
        }
        return readTagged(in);
    }

    private static Value readTagged(JsonParser in) throws IOException {
        Json.expect(in, JsonToken.START_OBJECT);
        String tag = in.nextFieldName();
        Json.expectNext(in, JsonToken.VALUE_STRING);
        Value value =
                switch (tag == null ? "" : tag) {
                    case REAL -> new Value.Real(Double.parseDouble(in.getText()));
                    case BLOB -> new Value.Blob(in.getBinaryValue());
                    case TEXT -> new Value.RawText(in.getBinaryValue());
                    default -> throw new MalformedRecord("no kind of value is written {\"" + tag + "\": ...}");
                };
        Json.expectNext(in, JsonToken.END_OBJECT);
        return value;
    }

    /** Reads the object at the current token; null for JSON's null. */
    public static Image readImage(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        Json.expect(in, JsonToken.START_OBJECT);
        List<String> names = new ArrayList<>();
        List<Value> values = new ArrayList<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            names.add(name);
            in.nextToken();
            values.add(read(in));
        }
        return new Image(NameLists.shared(names), Collections.unmodifiableList(values));
    }
}
