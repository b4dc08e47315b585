package dev.lagzero.sink.write;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes that COPY reads as they are, looked for eight at a time. */
final class PlainBytes {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = ONES << 7;
    private static final long SPACES = ONES * ' ';
    private static final long BACKSLASHES = ONES * '\\';

    /** What Java writes for half of a surrogate pair: whether it is one, only the text knows. */
    private static final long QUESTIONS = ONES * '?';

    private PlainBytes() {}

    /** All are printable ASCII, no backslash and no question mark. */
    static boolean are(byte[] bytes) {
        int at = 0;
        for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
            if (!arePlain((long) EIGHT.get(bytes, at))) {
                return false;
            }
        }
        for (; at < bytes.length; at++) {
            if (bytes[at] < ' ' || bytes[at] == '\\' || bytes[at] == '?') {
                return false;
            }
        }
        return true;
    }

    private static boolean arePlain(long eight) {
        long other = eight | (eight - SPACES) & ~eight | zeros(eight ^ BACKSLASHES) | zeros(eight ^ QUESTIONS);
        return (other & HIGH_BITS) == 0;
    }

    /** Where the first byte is that is a control character or a backslash; what is no ASCII is UTF-8, and may stay. */
    static int end(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES && isPlain((long) EIGHT.get(bytes, at))) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] != '\\' && (bytes[at] < 0 || bytes[at] >= ' ')) {
            at++;
        }
        return at;
    }

    private static boolean isPlain(long eight) {
        return (((eight - SPACES) & ~eight | zeros(eight ^ BACKSLASHES)) & HIGH_BITS) == 0;
    }

    private static long zeros(long eight) {
        return (eight - ONES) & ~eight;
    }
}
