package dev.lagzero.capture.entry;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Base64;

/**
 * JSON values as values of columns, exactly: an integer is a 64-bit integer, a number with a point or an exponent a real,
 * true and false are 1 and 0, an object or an array is the text of itself, and {@code {"$blob": base64}} a blob. What
 * would not come back as it went in is refused.
 */
final class Cells {

    private static final String BLOB = "$blob";

    private Cells() {}

    /** @param type declared for a column that is new */
    record Cell(Value value, String type) {}

    /** Reads the value at the parser's current token, and leaves the parser at its last one. */
    static Cell read(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_NULL -> new Cell(Value.NULL, "");
            case VALUE_STRING -> new Cell(Value.of(in.getText()), "TEXT");
            case VALUE_TRUE -> new Cell(Value.of(1), "BOOLEAN");
            case VALUE_FALSE -> new Cell(Value.of(0), "BOOLEAN");
            case VALUE_NUMBER_INT -> integer(in);
            case VALUE_NUMBER_FLOAT -> real(in);
            case START_OBJECT, START_ARRAY -> nested(in);
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new Malformed(Pointers.of(in), "a value is missing");
        };
    }

    private static Cell integer(JsonParser in) throws IOException {
        if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new Malformed(
                    Pointers.of(in), "an integer beyond 64 bits; send it as text, so that no digit is lost");
        }
        return new Cell(Value.of(in.getLongValue()), "INTEGER");
    }

    private static Cell real(JsonParser in) throws IOException {
        double real = Double.parseDouble(in.getText());
        if (Double.isInfinite(real)) {
            throw new Malformed(Pointers.of(in), "a number beyond the range of a double; send it as text");
        }
        return new Cell(Value.of(real), "REAL");
    }

    private static Cell nested(JsonParser in) throws IOException {
        String path = Pointers.of(in);
        StringWriter text = new StringWriter();
        try (JsonGenerator out = Json.FACTORY.createGenerator(text)) {
            copy(in, out);
        }
        String json = text.toString();
        if (json.startsWith("{\"" + BLOB + "\":\"") && json.indexOf(',') < 0) {
            return new Cell(blob(json.substring(BLOB.length() + 5, json.length() - 2), path), "BLOB");
        }
        return new Cell(Value.of(json), "JSON");
    }

    /** Numbers keep their spelling. */
    private static void copy(JsonParser in, JsonGenerator out) throws IOException {
        int depth = 0;
        while (true) {
            JsonToken token = in.currentToken();
            if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
                out.writeNumber(in.getText());
            } else {
                out.copyCurrentEvent(in);
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            if (depth == 0) {
                return;
            }
            if (in.nextToken() == null) {
                throw new Malformed("", "the text ends in the middle of a value");
            }
        }
    }

    private static Value blob(String base64, String path) {
        try {
            return Value.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new Malformed(path, "a blob is written {\"$blob\": base64}");
        }
    }
}
