package dev.lagzero.sink.write;

import java.nio.ByteBuffer;

/** Integers as the server sends and takes a numeric: digits of base 10000, and how many of them come before the point. */
final class BinaryNumeric {

    private static final int BASE = 10_000;
    private static final short POSITIVE = 0;
    private static final short NEGATIVE = 0x4000;
    private static final short NO_FRACTION = 0;
    /** How many digits, the weight of the first, the sign, and digits to show of a fraction. */
    private static final int HEAD = 4 * Short.BYTES;

    private BinaryNumeric() {}

    /** With its length before it, as a field of COPY. */
    static void put(long number, ByteBuffer to) {
        int digits = 0;
        for (long rest = number; rest != 0; rest /= BASE) {
            digits++;
        }
        to.putInt(HEAD + digits * Short.BYTES)
                .putShort((short) digits)
                .putShort((short) (digits - 1))
                .putShort(number < 0 ? NEGATIVE : POSITIVE)
                .putShort(NO_FRACTION);
        int first = to.position();
        long rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            to.putShort(first + i * Short.BYTES, (short) Math.abs(rest % BASE));
            rest /= BASE;
        }
        to.position(first + digits * Short.BYTES);
    }
}
