package dev.lagzero.capture.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Bytes of a record while it is put together. Numbers take as many bytes as they need, seven bits in each. */
final class RecordBuffer {

    private static final int KEPT = 1 << 20;

    /** Octets of any number that is not negative. */
    private static final int WIDE = 9;

    private final CRC32C crc = new CRC32C();
    private byte[] bytes = new byte[1024];
    private int length;

    void clear() {
        length = 0;
        if (bytes.length > KEPT) {
            bytes = new byte[1024];
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** CRC-32C of what stands in it. */
    int checksum() {
        crc.reset();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    void octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    void number(long value) {
        room(10);
        long left = value;
        while ((left & ~0x7fL) != 0) {
            bytes[length++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[length++] = (byte) left;
    }

    /** Leaves room for a number that is known later. */
    int later() {
        room(WIDE);
        length += WIDE;
        return length - WIDE;
    }

    /** A number in the room that was left for it. It is read as any other: groups in front of it are zero. */
    void number(int at, long value) {
        long left = value;
        for (int i = at; i < at + WIDE - 1; i++) {
            bytes[i] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[at + WIDE - 1] = (byte) left;
    }

    /** Zeros, until the length is a multiple. */
    void align(int multiple) {
        while (length % multiple != 0) {
            octet(0);
        }
    }

    /** A number that may as well be negative. */
    void signed(long value) {
        number((value << 1) ^ (value >> 63));
    }

    void fixed(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    /** @throws IllegalArgumentException when the text holds half a surrogate pair: no encoding has bytes for it */
    void text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        // Half a pair becomes a question mark, which hides it from the count of octets only when all else is ASCII.
        if (encoded.length != text.length() || !text.equals(new String(encoded, StandardCharsets.ISO_8859_1))) {
            checkPairs(text);
        }
        sized(encoded);
    }

    private static void checkPairs(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    throw new IllegalArgumentException(
                            "a text holds half a surrogate pair at character " + i + ": it is not Unicode");
                }
                i++;
            }
        }
    }

    void sized(byte[] value) {
        number(value.length);
        raw(value);
    }

    void raw(byte[] value) {
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    byte[] copy(int from) {
        return Arrays.copyOfRange(bytes, from, length);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), Math.min(bytes.length, 1 << 29) * 2));
        }
    }
}
