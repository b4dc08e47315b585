package dev.lagzero.sink.write;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes of a text can go into a COPY as they are, eight looked at a time. */
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

    /** There is a zero among them, which no text of Postgres can hold. */
    static boolean holdZero(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long eight = (long) EIGHT.get(bytes, at);
            if ((zeros(eight) & HIGH_BITS) != 0) {
                return true;
            }
        }
        for (; at < to; at++) {
            if (bytes[at] == 0) {
                return true;
            }
        }
        return false;
    }

    private static long zeros(long eight) {
        return (eight - ONES) & ~eight;
    }
}
