package dev.lagzero.sink.graph;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.lagzero.schemas.json.ValueJson;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Properties as a JSON object: what is NULL is absent. The kinds differ in how they write an infinite number. */
enum Properties {
    /** jsonb knows none: {@code {"$real": "Infinity"}}. */
    JSONB {
        @Override
        void infinite(JsonGenerator out, Value.Real real) throws IOException {
            ValueJson.write(out, real);
        }
    },
    /** agtype writes it as it is. */
    AGTYPE {
        @Override
        void infinite(JsonGenerator out, Value.Real real) throws IOException {
            out.writeNumber(Double.toString(real.value()));
        }
    };

    private static final JsonFactory FACTORY = new JsonFactory();

    abstract void infinite(JsonGenerator out, Value.Real real) throws IOException;

    String text(Image image) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            out.writeStartObject();
            for (int i = 0; i < image.names().size(); i++) {
                Value value = image.values().get(i);
                if (!(value instanceof Value.Null)) {
                    out.writeFieldName(image.names().get(i));
                    write(out, value);
                }
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to a string failed", e);
        }
        return text.toString();
    }

    private void write(JsonGenerator out, Value value) throws IOException {
        if (value instanceof Value.Real real && Double.isInfinite(real.value())) {
            infinite(out, real);
        } else {
            ValueJson.write(out, value);
        }
    }

    /** A text as a JSON string. */
    static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
