package dev.lagzero.app.e2e;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A value as (storage class, bits), written so that two cells are equal exactly when their strings are. */
final class Cell {

    static final String NULL = "null";

    private Cell() {}

    static String integer(long value) {
        return "integer " + value;
    }

    static String real(double value) {
        return "real " + Long.toHexString(Double.doubleToRawLongBits(value));
    }

    static String text(String value) {
        return value.length() < 60
                ? "text " + value
                : "text " + value.length() + " " + Integer.toHexString(value.hashCode())
                        + sum(value.getBytes(StandardCharsets.UTF_16LE));
    }

    static String blob(byte[] value) {
        return value.length < 40 ? "blob " + HexFormat.of().formatHex(value) : "blob " + value.length + sum(value);
    }

    /** A numeric column holds integers as such and reals by their shortest digits. */
    static String numeric(String digits) {
        if (digits.endsWith("Infinity")) {
            return real(Double.parseDouble(digits));
        }
        BigDecimal exact = new BigDecimal(digits);
        boolean integral = exact.stripTrailingZeros().scale() <= 0;
        return integral && exact.abs().compareTo(new BigDecimal(Long.MAX_VALUE)) <= 0
                        || exact.compareTo(new BigDecimal(Long.MIN_VALUE)) == 0
                ? integer(exact.longValueExact())
                : real(Double.parseDouble(digits));
    }

    private static String sum(byte[] bytes) {
        long a = 1125899906842597L;
        long b = 7;
        for (byte value : bytes) {
            a = 31 * a + value;
            b = (b ^ value) * 0x100000001b3L;
        }
        return " " + Long.toHexString(a) + Long.toHexString(b);
    }
}
