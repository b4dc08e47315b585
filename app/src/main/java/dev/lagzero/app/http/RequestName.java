package dev.lagzero.app.http;

import dev.lagzero.capture.entry.Malformed;
import dev.lagzero.capture.store.Requests;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * How a request is told from others, by its headers: {@code Lagzero-Client} and {@code Lagzero-Sequence}, or {@code
 * Idempotency-Key}, or nothing.
 */
final class RequestName {

    private static final int LONGEST = 200;

    private RequestName() {}

    static Requests.Name of(Context context) {
        String client = context.header("Lagzero-Client");
        String sequence = context.header("Lagzero-Sequence");
        String key = context.header("Idempotency-Key");
        if (client == null && sequence == null) {
            return key == null ? new Requests.Name.None() : new Requests.Name.Key(checked(key, "Idempotency-Key"));
        }
        if (client == null || sequence == null || key != null) {
            throw new Malformed(
                    "", "send Lagzero-Client together with Lagzero-Sequence, or Idempotency-Key, or none of them");
        }
        return new Requests.Name.Numbered(checked(client, "Lagzero-Client"), number(sequence));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new Malformed("", "Lagzero-Sequence: \"" + text + "\" is no whole number");
        }
    }

    private static String checked(@Nullable String text, String header) {
        if (text == null || text.isBlank() || text.length() > LONGEST) {
            throw new Malformed("", header + " has 1 to " + LONGEST + " characters");
        }
        return text;
    }
}
