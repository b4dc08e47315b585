package dev.lagzero.sink.type;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A double in the shortest decimal digits that read back as the same double, written as Postgres writes a double
 * precision, character by character. The equality matters: a column that gets wider is converted by Postgres, later rows
 * by us, and both must give the same key.
 *
 * <p>Postgres takes the shortest decimal that lies strictly between the midpoints to the neighbouring doubles (its
 * src/common/d2s.c), Java may also take one that lies on a midpoint and never writes fewer than two digits.
 */
public final class RealText {

    private static final int MOST_DIGITS = 17;
    private static final int FIXED_FROM = -4;
    private static final int FIXED_TO = 15;

    private RealText() {}

    public static String of(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
        double magnitude = Math.abs(value);
        return sign + (magnitude == 0 ? "0" : format(shortest(magnitude)));
    }

    private static BigDecimal shortest(double value) {
        BigDecimal java = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        BigDecimal exact = new BigDecimal(value);
        if (java.precision() > 2 && isInside(java, exact, value)) {
            return java;
        }
        for (int digits = 1; digits < MOST_DIGITS; digits++) {
            BigDecimal candidate = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (isInside(candidate, exact, value)) {
                return candidate.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(MOST_DIGITS, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }

    private static boolean isInside(BigDecimal candidate, BigDecimal exact, double value) {
        int side = candidate.compareTo(exact);
        if (side == 0) {
            return true;
        }
        double neighbour = side > 0 ? Math.nextUp(value) : Math.nextDown(value);
        // Above the largest double there is none: the gap is the same as below it.
        BigDecimal other = Double.isInfinite(neighbour)
                ? exact.add(exact.subtract(new BigDecimal(Math.nextDown(value))))
                : new BigDecimal(neighbour);
        BigDecimal twice = candidate.add(candidate);
        int beyond = twice.compareTo(exact.add(other));
        return side > 0 ? beyond < 0 : beyond > 0;
    }

    private static String format(BigDecimal value) {
        String digits = value.unscaledValue().toString();
        int exponent = digits.length() - 1 - value.scale();
        if (exponent >= FIXED_FROM && exponent < FIXED_TO) {
            return value.toPlainString();
        }
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        int size = Math.abs(exponent);
        return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "") + size;
    }
}
