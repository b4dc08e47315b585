package dev.lagzero.schemas.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {

    private static final int MANY = 200_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void everyDoubleIsReadBackFromItsText() {
        for (int i = 0; i < MANY; i++) {
            double real = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(real)) {
                assertSame(real, Double.toString(real));
            }
        }
    }

    @Test
    void textsBetweenTwoDoublesAreReadAsJavaReadsThem() {
        for (int i = 0; i < MANY / 10; i++) {
            double real = Math.scalb(random.nextDouble(), random.nextInt(400) - 200);
            BigDecimal middle = new BigDecimal(real).add(new BigDecimal(Math.nextUp(real)));
            String digits = middle.divide(BigDecimal.TWO).toString();
            assertSame(Double.parseDouble(digits), digits);
            assertSame(Double.parseDouble(digits + "1"), digits + "1");
        }
    }

    @Test
    void textsOfAnyLengthAreReadAsJavaReadsThem() {
        for (int i = 0; i < MANY; i++) {
            StringBuilder digits = new StringBuilder(random.nextBoolean() ? "-" : "");
            digits(digits, 1 + random.nextInt(22));
            digits.append('.');
            digits(digits, 1 + random.nextInt(22));
            if (random.nextBoolean()) {
                digits.append(random.nextBoolean() ? "e" : "E-").append(random.nextInt(330));
            }
            assertSame(Double.parseDouble(digits.toString()), digits.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-0.0",
                "0.0",
                "4.9E-324",
                "2.2250738585072014E-308",
                "2.225073858507201E-308",
                "1.7976931348623157E308",
                "1e400",
                "1e-400",
                "9007199254740993.0",
                "0.1",
                "1.0E23"
            })
    void whatLiesAtALimitIsReadAsJavaReadsIt(String digits) {
        assertSame(Double.parseDouble(digits), digits);
    }

    @Test
    void everyIntegerIsReadBackFromItsText() {
        for (int i = 0; i < MANY; i++) {
            long integer = random.nextLong() >> random.nextInt(64);
            assertEquals(integer, integer("" + integer), () -> "seed " + seed);
        }
        assertEquals(Long.MIN_VALUE, integer("" + Long.MIN_VALUE));
        assertEquals(Long.MAX_VALUE, integer("" + Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1-", "--1", "9223372036854775808", "-9223372036854775809", "1+1"})
    void whatIsNoIntegerIsRefused(String digits) {
        assertThrows(NumberFormatException.class, () -> integer(digits));
    }

    private void digits(StringBuilder to, int count) {
        random.ints(count, 0, 10).forEach(to::append);
    }

    private static long integer(String digits) {
        byte[] record = ("[" + digits + ",").getBytes(StandardCharsets.US_ASCII);
        return NumberText.integer(record, 1, record.length - 1);
    }

    private void assertSame(double real, String digits) {
        assertEquals(
                Double.doubleToRawLongBits(real),
                Double.doubleToRawLongBits(NumberText.real(digits)),
                () -> digits + ", seed " + seed);
    }
}
