package dev.lagzero.capture.page;

import dev.lagzero.schemas.value.Value;

/** Integer values; small ones are so frequent that they are made once. */
final class Integers {

    private static final int LOWEST = -128;
    private static final Value[] SMALL = new Value[1024 + 128];

    static {
        for (int i = 0; i < SMALL.length; i++) {
            SMALL[i] = new Value.Int(i + LOWEST);
        }
    }

    private Integers() {}

    static Value of(long value) {
        return value >= LOWEST && value < SMALL.length + LOWEST ? SMALL[(int) value - LOWEST] : new Value.Int(value);
    }
}
