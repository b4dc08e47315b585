package dev.lagzero.capture.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a record while it is put together. Numbers take as many bytes as they need, seven bits in each. */
final class RecordBuffer {

    private static final int KEPT = 1 << 20;

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
        int chars = text.length();
        room(chars + 5);
        int start = length;
        number(chars);
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                length = start;
                beyondAscii(text);
                return;
            }
            bytes[length++] = (byte) c;
        }
    }

    private void beyondAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!Character.isSurrogatePair(text.charAt(i), i + 1 < text.length() ? text.charAt(i + 1) : ' ')) {
                    throw new IllegalArgumentException(
                            "a text holds half a surrogate pair at character " + i + ": it is not Unicode");
                }
                i++;
            }
        }
        sized(text.getBytes(StandardCharsets.UTF_8));
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
