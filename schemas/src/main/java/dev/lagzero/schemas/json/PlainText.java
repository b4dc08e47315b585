package dev.lagzero.schemas.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Texts in JSON that stand there as they are. */
final class PlainText {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = ONES << 7;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private PlainText() {}

    /** Where the first byte from there on is that is no ASCII, no printable, a quote or a backslash. */
    static int end(byte[] json, int from) {
        int at = from;
        while (at <= json.length - Long.BYTES && isPlain((long) EIGHT.get(json, at))) {
            at += Long.BYTES;
        }
        while (json[at] >= ' ' && json[at] != '"' && json[at] != '\\') {
            at++;
        }
        return at;
    }

    /** All of eight bytes are; sometimes no where the answer is yes, for a byte above one that ends the text. */
    private static boolean isPlain(long eight) {
        long quote = eight ^ QUOTES;
        long backslash = eight ^ BACKSLASHES;
        return ((((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((eight - SPACES) & ~eight) | eight)
                        & HIGH_BITS)
                == 0;
    }

    /** Whether the bytes are UTF-8; now and then no where the answer is yes, for who writes U+FFFD. */
    static boolean isUnicode(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8).indexOf('\uFFFD') < 0;
    }
}
