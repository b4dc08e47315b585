package dev.lagzero.schemas.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.lagzero.schemas.topic.Topics;
import java.io.IOException;

/** Jackson, set up once for records as large as a topic takes. */
final class Json {

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Topics.MAX_RECORD_BYTES)
                    .maxNameLength(Topics.MAX_RECORD_BYTES)
                    .build())
            .build();

    private Json() {}

    static void expect(JsonParser in, JsonToken wanted) throws IOException {
        if (in.currentToken() != wanted) {
            throw new MalformedRecord("expected " + wanted + " but found " + in.currentToken() + " at byte "
                    + in.currentTokenLocation().getByteOffset());
        }
    }

    static void expectNext(JsonParser in, JsonToken wanted) throws IOException {
        in.nextToken();
        expect(in, wanted);
    }

    /** The text of a field that may be null. */
    static String textOrNull(JsonParser in) throws IOException {
        return in.currentToken() == JsonToken.VALUE_NULL ? null : in.getText();
    }
}
