package dev.lagzero.schemas.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Records of the heads topic. */
public final class HeadJson {

    private HeadJson() {}

    public static byte[] encode(Head head) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = Json.FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringField("source", head.source());
            out.writeStringField("head", head.head().toString());
            out.writeStringField("published", head.published().toString());
            out.writeStringField("current", Boolean.toString(head.current()));
            out.writeStringField("notice", head.notice());
            out.writeStringField("cause", head.cause());
            out.writeStringField("instance", head.instance());
            out.writeStringField("observed_ms", Long.toString(head.observedMillis()));
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory", e);
        }
        return bytes.toByteArray();
    }

    public static Head decode(byte[] value) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser in = Json.FACTORY.createParser(value)) {
            Json.expectNext(in, JsonToken.START_OBJECT);
            for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
                in.nextToken();
                fields.put(field, in.getText());
            }
            return new Head(
                    fields.get("source"),
                    SourcePosition.parse(fields.get("head")),
                    SourcePosition.parse(fields.get("published")),
                    Boolean.parseBoolean(fields.get("current")),
                    fields.getOrDefault("notice", ""),
                    fields.get("cause"),
                    fields.get("instance"),
                    Long.parseLong(fields.get("observed_ms")));
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            throw new MalformedRecord("not a head record: " + e.getMessage(), e);
        }
    }
}
