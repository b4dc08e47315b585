package dev.lagzero.capture.diff;

import dev.lagzero.schemas.value.Value;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;

/** Values of every storage class, size and oddity. */
final class RandomValues {

    /** Without U+FEFF: of long UTF-16 texts SQLite itself hides a leading one that it stores. */
    private static final String LETTERS = "abcXYZ 0123456789'\"\\{}[]:,\u0000\u0001\u00e9\u00df\u20ac\u4e2d\uFFFD";

    private static final long[] INTEGERS = {
        0,
        1,
        -1,
        127,
        128,
        -128,
        -129,
        32767,
        32768,
        8388607,
        8388608,
        1L << 31,
        1L << 47,
        -(1L << 47) - 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };
    private static final double[] REALS = {
        0.0,
        -0.0,
        1.0,
        -1.5,
        1e300,
        -1e-300,
        Double.MAX_VALUE,
        Double.MIN_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        9007199254740993.0,
        3.0
    };

    private final Random random;
    private final int largest;

    RandomValues(Random random, int largest) {
        this.random = random;
        this.largest = largest;
    }

    Value any() {
        return switch (random.nextInt(9)) {
            case 0 -> Value.NULL;
            case 1 -> Value.of(INTEGERS[random.nextInt(INTEGERS.length)]);
            case 2 -> Value.of(random.nextLong() >> random.nextInt(64));
            case 3 -> Value.of(REALS[random.nextInt(REALS.length)]);
            case 4 -> new Value.RawText(bytes(random.nextInt(6)));
            case 5 -> Value.of(bytes(size()));
            default -> Value.of(text(size()));
        };
    }

    private int size() {
        return switch (random.nextInt(40)) {
            case 0 -> random.nextInt(largest + 1);
            case 1, 2, 3 -> random.nextInt(largest / 16 + 1);
            default -> random.nextInt(24);
        };
    }

    String text(int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            if (random.nextInt(50) == 0) {
                text.appendCodePoint(0x1F600 + random.nextInt(50));
            } else {
                int bound = random.nextInt(3) == 0 ? LETTERS.length() : 20;
                text.append(LETTERS.charAt(random.nextInt(bound)));
            }
        }
        return text.toString();
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** What stands for a value in SQL, so that every byte arrives. */
    static String parameter(Value value) {
        return value instanceof Value.RawText ? "CAST(? AS TEXT)" : "?";
    }

    static void bind(PreparedStatement statement, int index, Value value) throws SQLException {
        switch (value) {
            case Value.Null ignored -> statement.setObject(index, null);
            case Value.Int integer -> statement.setLong(index, integer.value());
            case Value.Real real -> statement.setDouble(index, real.value());
            case Value.Text text -> statement.setString(index, text.value());
            case Value.RawText raw -> statement.setBytes(index, raw.bytes());
            case Value.Blob blob -> statement.setBytes(index, blob.bytes());
        }
    }
}
