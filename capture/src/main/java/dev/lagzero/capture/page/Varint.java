package dev.lagzero.capture.page;

/** SQLite's variable-length integers: 1 to 9 bytes, big-endian, 7 bits each, all 8 of the ninth. */
final class Varint {

    private Varint() {}

    static long read(byte[] bytes, int at) {
        long value = bytes[at];
        if (value >= 0) {
            return value;
        }
        value &= 0x7f;
        for (int i = 1; i < 8; i++) {
            byte next = bytes[at + i];
            value = value << 7 | (next & 0x7f);
            if (next >= 0) {
                return value;
            }
        }
        return value << 8 | (bytes[at + 8] & 0xff);
    }

    /** How many bytes the integer at {@code at} takes. */
    static int length(byte[] bytes, int at) {
        for (int i = 0; i < 8; i++) {
            if (bytes[at + i] >= 0) {
                return i + 1;
            }
        }
        return 9;
    }
}
