package dev.lagzero.sink.write;

/** Integers in decimal, into a buffer. */
final class Digits {

    /** The digits and sign of the smallest 64-bit integer. */
    static final int MOST = 20;

    private Digits() {}

    /** Where the buffer goes on behind the number. */
    static int put(long number, byte[] buffer, int from) {
        int at = from;
        if (number < 0) {
            buffer[at++] = '-';
        }
        int digits = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        int end = at + digits;
        long rest = number;
        for (int place = end - 1; place >= at; place--) {
            buffer[place] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        }
        return end;
    }
}
