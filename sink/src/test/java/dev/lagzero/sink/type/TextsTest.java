package dev.lagzero.sink.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.value.Value;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    @ParameterizedTest
    @CsvSource({
        "0.0, 0",
        "-0.0, -0",
        "1.0, 1",
        "0.1, 0.1",
        "1e15, 1e+15",
        "123456789012345, 123456789012345",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "1.5e300, 1.5e+300",
        "4.9E-324, 5e-324",
        "Infinity, Infinity",
        "-Infinity, -Infinity"
    })
    void realsAreWrittenLikePostgresWritesThem(double value, String text) {
        assertEquals(text, RealText.of(value));
    }

    @Test
    void everyRealReadsBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (!Double.isNaN(value)) {
                assertEquals(value, Double.parseDouble(RealText.of(value)), "seed " + seed);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " [1, 2.5e-7] ", "\"a\"", "null", "7", "{\"a\":{\"a\":1},\"a\":2}", "\"\\u0000\""})
    void jsonIsRecognised(String text) {
        assertTrue(JsonText.isJson(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{} {}", "{}x", "01", "1.", "+1", "NaN", "'a'", "{a:1}", "[1,]", "\uFEFF{}", "nul"
            })
    void whatIsNotJsonIsNot(String text) {
        assertFalse(JsonText.isJson(text));
    }

    @Test
    void whatPostgresCannotHoldIsNamed() {
        assertTrue(Holding.objection(Value.of("a\0b")).isPresent());
        assertTrue(Holding.objection(Value.of("half \ud83d")).isPresent());
        assertTrue(Holding.objection(new Value.RawText(new byte[] {-1})).isPresent());
        assertTrue(Holding.objection(Value.of("whole \ud83d\ude00")).isEmpty());
        assertTrue(Holding.objection(Value.of(new byte[] {0})).isEmpty());
    }
}
