package dev.lagzero.schemas.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TargetNamesTest {

    @Test
    void foldingLowersTheLettersThatPostgresLowers() {
        assertEquals("order details", TargetNames.FOLD.of("Order Details"));
        assertEquals("Ärger", TargetNames.FOLD.of("Ärger"));
        assertEquals("Ärger Ab", TargetNames.PRESERVE.of("Ärger Ab"));
    }

    @Test
    void aLongNameKeepsItsBeginningAndStaysApartFromItsTwin() {
        String one = TargetNames.FOLD.of("ü".repeat(40) + "1");
        String two = TargetNames.FOLD.of("ü".repeat(40) + "2");
        assertNotEquals(one, two);
        assertTrue(one.startsWith("ü".repeat(20)));
        assertTrue(one.getBytes(StandardCharsets.UTF_8).length <= 63);
    }
}
