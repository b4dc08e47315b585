package dev.lagzero.schemas.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemporalPatternTest {

    @ParameterizedTest
    @CsvSource({
        "2024-02-29, date",
        "0001-01-01, date",
        "2024-02-29 23:59:59, timestamp0",
        "2024-02-29 00:00:00.123, timestamp3",
        "2024-02-29 00:00:00.123456, timestamp6"
    })
    void aTextHasOnePattern(String text, String pattern) {
        assertEquals(TemporalPattern.parse(pattern), TemporalPattern.of(text));
        assertEquals(pattern, TemporalPattern.of(text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2023-02-29",
                "2024-13-01",
                "2024-00-10",
                "0000-01-01",
                "2024-1-1",
                "2024-02-29 24:00:00",
                "2024-02-29 23:60:00",
                "2024-02-29 23:59:60",
                "2024-02-29 23:59",
                "2024-02-29 00:00:00.1234567",
                "2024-02-29T00:00:00",
                "2024-02-29 00:00:00.500",
                "2024-02-29Z",
                "2024-02-29 00:00:00Z",
                " 2024-02-29",
                "٢٠٢٤-02-29"
            })
    void whatPostgresWouldNotGiveBackHasNone(String text) {
        assertEquals(TemporalPattern.NONE, TemporalPattern.of(text));
    }

    @Test
    void unknownPatternsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> TemporalPattern.parse("timestamp"));
    }
}
