package dev.lagzero.schemas.position;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePositionTest {

    @Test
    void theEpochOutweighsTheSequence() {
        assertTrue(new SourcePosition(2, 1).isAfter(new SourcePosition(1, 99)));
        assertTrue(new SourcePosition(2, 10).isAfter(new SourcePosition(2, 9)));
    }

    @Test
    void itIsWrittenAndReadAsEpochColonSequence() {
        assertEquals(new SourcePosition(3, 17), SourcePosition.parse("3:17"));
        assertEquals("3:17", new SourcePosition(3, 17).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "3", "3:", ":3", "-1:2", "1:-2", "a:b", "1:2:3", "99999999999999999999:1"})
    void anythingElseIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> SourcePosition.parse(text));
    }
}
