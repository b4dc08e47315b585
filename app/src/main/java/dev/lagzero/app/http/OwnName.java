package dev.lagzero.app.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers only those who mean this machine. A page from elsewhere, opened in a browser here, can make its own name lead to
 * 127.0.0.1 and would then read everything; the name that it asked for gives it away. Nor may such a page write.
 */
final class OwnName {

    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

    private OwnName() {}

    static void check(Context context) {
        String host = context.header("Host");
        if (host != null && !isOurs(host)) {
            throw new HttpResponseException(
                    421,
                    "this server is called 127.0.0.1 or localhost, not " + host
                            + ": a proxy in front of it has to set the header Host to 127.0.0.1:"
                            + context.port());
        }
        String origin = context.header("Origin");
        boolean reads = context.method() == HandlerType.GET || context.method() == HandlerType.HEAD;
        if (!reads && origin != null && !isOurs(authority(origin))) {
            throw new HttpResponseException(403, "a page of " + origin + " may not write here");
        }
    }

    private static boolean isOurs(@Nullable String authority) {
        return authority != null
                && NAMES.contains(authority.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT));
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }
}
