package dev.lagzero.capture.entry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.lagzero.capture.store.RowWrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a transaction. Either a JSON object {@code {"changes": [change, ...]}}, or changes one after the other, one
 * to a line. A change is {@code {"table": T, "row": {column: value, ...}}}, with {@code "key": [columns]} when T is new and
 * not keyed by {@code id}; or {@code {"table": T, "delete": {column: value}}}; or {@code {"table": T, "define":
 * {column: type, ...}, "key": [columns]}}.
 */
public final class ChangeList {

    private ChangeList() {}

    /** @throws Malformed with the path of the bad field */
    public static List<RowWrite> read(byte[] body) {
        try (JsonParser in = Json.FACTORY.createParser(body)) {
            expect(in, in.nextToken(), JsonToken.START_OBJECT, "the body is {\"changes\": [...]}");
            expect(in, in.nextToken(), JsonToken.FIELD_NAME, "the body is {\"changes\": [...]}");
            if (!in.currentName().equals("changes")) {
                throw new Malformed(Pointers.of(in), "unknown field; the body is {\"changes\": [...]}");
            }
            expect(in, in.nextToken(), JsonToken.START_ARRAY, "changes is a list");
            List<RowWrite> writes = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                writes.add(OneChange.read(in));
            }
            expect(in, in.nextToken(), JsonToken.END_OBJECT, "nothing stands beside changes");
            if (in.nextToken() != null) {
                throw new Malformed("", "something follows the transaction");
            }
            return writes;
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /** One change to a line. */
    public static List<RowWrite> readLines(byte[] body) {
        List<RowWrite> writes = new ArrayList<>();
        try (JsonParser in = Json.FACTORY.createParser(body)) {
            while (in.nextToken() != null) {
                try {
                    writes.add(OneChange.read(in));
                } catch (Malformed e) {
                    throw new Malformed("/" + writes.size() + e.path(), e.getMessage());
                }
            }
            return writes;
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    static void expect(JsonParser in, @Nullable JsonToken is, JsonToken wanted, String what) {
        if (is != wanted) {
            throw new Malformed(Pointers.of(in), what);
        }
    }

    static Malformed malformed(IOException e) {
        if (e instanceof JsonProcessingException json) {
            String path = json.getProcessor() instanceof JsonParser in ? Pointers.of(in) : "";
            return new Malformed(path, "not JSON: " + json.getOriginalMessage());
        }
        throw new UncheckedIOException("reading from memory", e);
    }
}
