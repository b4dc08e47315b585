package dev.lagzero.schemas.mapping.tree;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** What Postgres's jsonb takes: no U+0000, no half of a surrogate pair, no NaN, no infinity. */
public final class Jsonb {

    private static final char REAL_ZERO = 0;

    private Jsonb() {}

    /** True when a jsonb holds this text, character for character of its strings and names. */
    public static boolean holds(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == REAL_ZERO) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean paired = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /**
     * The text itself when jsonb takes it as it stands; otherwise the same value with {@code {"$real": "NaN"}} in the
     * place of a number that JSON does not know.
     *
     * @throws NotJson when it is not JSON, or holds a string that jsonb refuses
     */
    public static String text(String text) {
        return isPlain(text) ? text : JsonText.text(JsonText.read(text));
    }

    private static boolean isPlain(String text) {
        boolean plain = true;
        try (JsonParser in = JsonText.FACTORY.createParser(text)) {
            JsonToken token = in.nextToken();
            if (token == null) {
                throw new NotJson("it is empty");
            }
            for (; token != null; token = in.nextToken()) {
                if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                    plain &= !new Tree.Number(in.getText()).isSpecial();
                } else if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
                    refuse(in.getText());
                }
                boolean closed = in.getParsingContext().inRoot();
                if (closed && token != JsonToken.START_ARRAY && token != JsonToken.START_OBJECT) {
                    break;
                }
            }
            if (in.nextToken() != null) {
                throw new NotJson("something follows the value");
            }
        } catch (IOException e) {
            throw NotJson.because(e);
        }
        return plain;
    }

    private static void refuse(String string) {
        if (!holds(string)) {
            throw new NotJson("a string in it holds U+0000 or half a surrogate pair, which jsonb cannot hold");
        }
    }
}
