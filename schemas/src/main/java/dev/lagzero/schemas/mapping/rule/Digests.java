package dev.lagzero.schemas.mapping.rule;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One-way forms of texts. */
public final class Digests {

    private static final String ALGORITHM = "HmacSHA256";

    private Digests() {}

    /** HMAC-SHA-256 in hexadecimal digits: without the salt nobody can try values. */
    public static String salted(String text, String salt) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(salt.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** The same text always gives the same UUID (version 3). */
    public static String uuid(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Stars, but for the last {@code shown} characters; a text no longer than twice that is all stars. */
    public static String masked(String text, int shown) {
        int[] points = text.codePoints().toArray();
        int kept = points.length > 2 * shown ? shown : 0;
        return "*".repeat(points.length - kept) + new String(points, points.length - kept, kept);
    }
}
