package dev.lagzero.schemas.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TargetNamesTest {

    @Test
    void foldingLowersTheLettersThatPostgresLowers() {
        assertEquals("order details", TargetNames.FOLD.table("Order Details"));
        assertEquals("Ärger", TargetNames.FOLD.table("Ärger"));
        assertEquals("Ärger Ab", TargetNames.PRESERVE.table("Ärger Ab"));
    }

    @Test
    void aLongNameKeepsItsBeginningAndStaysApartFromItsTwin() {
        String one = TargetNames.FOLD.table("ü".repeat(40) + "1");
        String two = TargetNames.FOLD.table("ü".repeat(40) + "2");
        assertNotEquals(one, two);
        assertTrue(one.startsWith("ü".repeat(20)));
        assertTrue(one.getBytes(StandardCharsets.UTF_8).length <= 63);
    }

    @Test
    void aColumnIsNotCalledAsOneThatEachTableOfPostgresHas() {
        assertEquals("ctid_", TargetNames.FOLD.column("CTID"));
        assertEquals("xmin_", TargetNames.PRESERVE.column("xmin"));
        assertEquals("oid", TargetNames.FOLD.column("oid"));
        assertEquals("CTID", TargetNames.PRESERVE.column("CTID"));
        assertEquals("ctid", TargetNames.FOLD.table("ctid"));
    }

    @Test
    void anEmptyNameIsAnUnderscore() {
        assertEquals("_", TargetNames.FOLD.table(""));
        assertEquals("_", TargetNames.PRESERVE.column(""));
    }
}
