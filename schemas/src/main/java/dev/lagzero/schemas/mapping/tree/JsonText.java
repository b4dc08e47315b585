package dev.lagzero.schemas.mapping.tree;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON text to {@link Tree} and back. Deeper than 1,000 levels is refused. */
public final class JsonText {

    private static final String TAG = "$real";

    /** Reads what Python writes, NaN and infinities included. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonText() {}

    /** @throws NotJson when the text is not one JSON value */
    public static Tree read(String text) {
        try (JsonParser in = FACTORY.createParser(text)) {
            if (in.nextToken() == null) {
                throw new NotJson("it is empty");
            }
            Tree tree = read(in);
            if (in.nextToken() != null) {
                throw new NotJson("something follows the value");
            }
            return tree;
        } catch (IOException e) {
            throw NotJson.because(e);
        }
    }

    private static Tree read(JsonParser in) throws IOException {
        return switch (in.currentToken()) {
            case START_OBJECT -> members(in);
            case START_ARRAY -> array(in);
            case VALUE_STRING -> new Tree.Text(in.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Tree.Number(in.getText());
            case VALUE_TRUE -> new Tree.Bool(true);
            case VALUE_FALSE -> new Tree.Bool(false);
            case VALUE_NULL -> Tree.NULL;
            case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new NotJson("a value is missing");
        };
    }

    private static Tree array(JsonParser in) throws IOException {
        List<Tree> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(read(in));
        }
        return new Tree.Array(items);
    }

    private static Tree members(JsonParser in) throws IOException {
        Map<String, Tree> members = new LinkedHashMap<>();
        for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            members.put(name, read(in));
        }
        return new Tree.Members(members);
    }

    /** What a number is called that JSON cannot hold. */
    public static Tree tagged(String special) {
        return new Tree.Members(Map.of(TAG, new Tree.Text(special)));
    }

    /** The text of a tree; a number that JSON does not know becomes {@code {"$real": "NaN"}}. */
    public static String text(Tree tree) {
        return text(tree, false);
    }

    /** The text of a tree as Python reads it, NaN and infinities included; characters beyond ASCII are escaped. */
    public static String verbatim(Tree tree) {
        return text(tree, true);
    }

    private static String text(Tree tree, boolean verbatim) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            if (verbatim) {
                out.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
            }
            write(out, tree, verbatim);
        } catch (IOException e) {
            throw new UncheckedIOException("writing JSON to memory", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator out, Tree tree, boolean verbatim) throws IOException {
        switch (tree) {
            case Tree.Null ignored -> out.writeNull();
            case Tree.Bool bool -> out.writeBoolean(bool.value());
            case Tree.Number number -> writeNumber(out, number, verbatim);
            case Tree.Text string -> out.writeString(string.value());
            case Tree.Array array -> {
                out.writeStartArray();
                for (Tree item : array.items()) {
                    write(out, item, verbatim);
                }
                out.writeEndArray();
            }
            case Tree.Members members -> {
                out.writeStartObject();
                for (Map.Entry<String, Tree> member : members.byName().entrySet()) {
                    out.writeFieldName(member.getKey());
                    write(out, member.getValue(), verbatim);
                }
                out.writeEndObject();
            }
        }
    }

    private static void writeNumber(JsonGenerator out, Tree.Number number, boolean verbatim) throws IOException {
        if (number.isSpecial() && !verbatim) {
            write(out, tagged(number.text()), false);
        } else {
            out.writeRawValue(number.text());
        }
    }
}
