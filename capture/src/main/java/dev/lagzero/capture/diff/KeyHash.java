package dev.lagzero.capture.diff;

import dev.lagzero.schemas.value.Value;

/** A 64-bit hash of key values: equal keys have equal hashes in every run. */
final class KeyHash {

    private static final long FACTOR = 0x9E3779B97F4A7C15L;

    private KeyHash() {}

    static long of(Value[] key) {
        long hash = key.length;
        for (Value value : key) {
            hash = mix(hash * 31 + of(value));
        }
        return hash;
    }

    private static long of(Value value) {
        return switch (value) {
            case Value.Null ignored -> 1;
            case Value.Int integer -> mix(integer.value() + 2);
            case Value.Real real -> mix(Double.doubleToRawLongBits(real.value()) + 3);
            case Value.Text text -> of(text.value());
            case Value.RawText raw -> of(raw.bytes(), 5);
            case Value.Blob blob -> of(blob.bytes(), 6);
        };
    }

    private static long of(String text) {
        long hash = 4;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FACTOR;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    private static long of(byte[] bytes, long seed) {
        long hash = seed;
        for (byte b : bytes) {
            hash = (hash ^ b) * FACTOR;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 32)) * FACTOR;
        mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
        return mixed ^ (mixed >>> 32);
    }
}
