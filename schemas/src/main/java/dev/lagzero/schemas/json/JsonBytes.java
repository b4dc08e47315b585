package dev.lagzero.schemas.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * JSON as bytes, as Jackson writes it: without spaces, and with no more escapes than must be. Names of fields and
 * punctuation are the caller's, as {@linkplain #of bytes made beforehand}. What is written goes to one buffer that grows,
 * or, where a record is large, in pieces to a {@link Sink}. Not for several threads.
 */
final class JsonBytes {

    private static final int USUAL = 4096;

    /** A buffer that has grown larger is not kept for the next record. */
    private static final int KEPT = 256 << 10;

    /** Characters that are written at once, and how many bytes one may take. */
    private static final int PIECE = 512;

    private static final int LONGEST = 6;
    private static final int MOST_DIGITS = 20;
    private static final byte[] HEX = of("0123456789ABCDEF");
    private static final byte[] BASE64 = of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    /** The digits of 0 to 99, two each. */
    private static final byte[] PAIRS = new byte[200];

    /** For each ASCII character 0 as it is, else what follows the backslash; {@code u} for its number. */
    private static final byte[] ESCAPES = new byte[128];

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
        Arrays.fill(ESCAPES, 0, ' ', (byte) 'u');
        ESCAPES['\b'] = 'b';
        ESCAPES['\t'] = 't';
        ESCAPES['\n'] = 'n';
        ESCAPES['\f'] = 'f';
        ESCAPES['\r'] = 'r';
        ESCAPES['"'] = '"';
        ESCAPES['\\'] = '\\';
    }

    /** Takes what is written, piece by piece. */
    interface Sink {
        void take(byte[] bytes, int length);
    }

    private byte[] bytes = new byte[USUAL];
    private int at;
    private @Nullable Sink sink;

    /** ASCII, to be written {@linkplain #raw as it is}. */
    static byte[] of(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Begins anew, in one buffer. */
    void begin() {
        at = 0;
        sink = null;
        if (bytes.length > KEPT) {
            bytes = new byte[USUAL];
        }
    }

    /** Begins anew, in pieces. */
    void begin(Sink pieces) {
        begin();
        sink = pieces;
    }

    /** What was written into the one buffer. */
    byte[] taken() {
        return Arrays.copyOf(bytes, at);
    }

    /** Gives the last piece to the sink. */
    void end() {
        if (sink != null) {
            sink.take(bytes, at);
            at = 0;
            sink = null; // it may hold a record of 60 MB, and the next one may be hours away
        }
    }

    /** @param length small: no text of a source */
    private void room(int length) {
        if (bytes.length - at < length) {
            if (sink == null) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + length));
            } else {
                sink.take(bytes, at);
                at = 0;
            }
        }
    }

    void raw(char ascii) {
        room(1);
        bytes[at++] = (byte) ascii;
    }

    void raw(byte[] ready) {
        raw(ready, 0, ready.length);
    }

    void raw(byte[] ready, int from, int to) {
        int length = to - from;
        if (length <= bytes.length - at) {
            System.arraycopy(ready, from, bytes, at, length);
            at += length;
        } else {
            pieces(ready, from, to);
        }
    }

    private void pieces(byte[] ready, int from, int to) {
        int done = from;
        while (done < to) {
            int step = Math.min(to - done, USUAL);
            room(step);
            System.arraycopy(ready, done, bytes, at, step);
            at += step;
            done += step;
        }
    }

    void number(long value) {
        room(MOST_DIGITS);
        if (value < 0) {
            bytes[at++] = '-';
        }
        // Below zero there is one number more.
        long rest = value < 0 ? value : -value;
        at += digits(rest);
        int place = at;
        while (rest <= -100) {
            long hundreds = rest / 100;
            int two = 2 * (int) (100 * hundreds - rest);
            bytes[--place] = PAIRS[two + 1];
            bytes[--place] = PAIRS[two];
            rest = hundreds;
        }
        int last = 2 * (int) -rest;
        bytes[--place] = PAIRS[last + 1];
        if (rest < -9) {
            bytes[--place] = PAIRS[last];
        }
    }

    private static int digits(long negative) {
        long limit = -10;
        for (int count = 1; count < MOST_DIGITS - 1; count++) {
            if (negative > limit) {
                return count;
            }
            limit *= 10;
        }
        return MOST_DIGITS - 1;
    }

    /** A number that is finite, with the shortest digits that read back as the same one; Java always writes a point. */
    void number(double finite) {
        ascii(Double.toString(finite));
    }

    /** ASCII without quotes around it. */
    @SuppressWarnings(
            "deprecation") // The only way without another array; what it does to other characters is no matter here.
    void ascii(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, at);
        at += text.length();
    }

    /** A text in quotes. */
    void string(String text) {
        raw('"');
        inner(text);
        raw('"');
    }

    /** What stands between quotes. */
    void inner(String text) {
        int length = text.length();
        for (int from = 0; from < length; from += PIECE) {
            part(text, from, Math.min(length, from + PIECE));
        }
    }

    private void part(String text, int from, int to) {
        room(to - from);
        byte[] into = bytes;
        int place = at - from;
        int i = from;
        while (i < to) {
            char c = text.charAt(i);
            if (c >= 128 || ESCAPES[c] != 0) {
                break;
            }
            into[place + i] = (byte) c;
            i++;
        }
        at = place + i;
        if (i < to) {
            special(text, i, to);
        }
    }

    private void special(String text, int from, int to) {
        room(LONGEST * (to - from));
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 128) {
                character(c);
            } else if (c < 0x800) {
                bytes[at++] = (byte) (0xc0 | c >> 6);
                bytes[at++] = (byte) (0x80 | c & 0x3f);
            } else if (Character.isSurrogate(c)) {
                // As Jackson does: so half of a pair comes back as it was, too.
                escape(c);
            } else {
                bytes[at++] = (byte) (0xe0 | c >> 12);
                bytes[at++] = (byte) (0x80 | c >> 6 & 0x3f);
                bytes[at++] = (byte) (0x80 | c & 0x3f);
            }
        }
    }

    private void character(char ascii) {
        byte escape = ESCAPES[ascii];
        if (escape == 0) {
            bytes[at++] = (byte) ascii;
        } else if (escape == 'u') {
            escape(ascii);
        } else {
            bytes[at++] = '\\';
            bytes[at++] = escape;
        }
    }

    private void escape(char c) {
        bytes[at++] = '\\';
        bytes[at++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[at++] = HEX[c >> shift & 0xf];
        }
    }

    /** Bytes in base64, in quotes. */
    void base64(byte[] content) {
        raw('"');
        int whole = content.length - content.length % 3;
        for (int i = 0; i < whole; i += 3) {
            group((content[i] & 0xff) << 16 | (content[i + 1] & 0xff) << 8 | content[i + 2] & 0xff);
        }
        int rest = content.length - whole;
        if (rest > 0) {
            group((content[whole] & 0xff) << 16 | (rest == 2 ? (content[whole + 1] & 0xff) << 8 : 0));
            Arrays.fill(bytes, at - 3 + rest, at, (byte) '=');
        }
        raw('"');
    }

    private void group(int three) {
        room(4);
        bytes[at++] = BASE64[three >> 18];
        bytes[at++] = BASE64[three >> 12 & 63];
        bytes[at++] = BASE64[three >> 6 & 63];
        bytes[at++] = BASE64[three & 63];
    }
}
