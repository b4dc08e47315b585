package dev.lagzero.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceSettingsTest {

    private static SourceSettings of(String url) {
        return new SourceSettings(url, null, null, null, null, null, null);
    }

    @Test
    void aStoreIsCalledAsItsUrlSays() {
        assertEquals("shop", of("memory:shop").name());
        assertTrue(of("memory:shop").isMemory());
        assertFalse(of("sqlite:shop.db").isMemory());
        assertThrows(IllegalArgumentException.class, () -> of("memory:"));
        assertThrows(IllegalArgumentException.class, () -> of("memory:Shop!"));
    }

    @Test
    void aStoreHasNothingToChooseFrom() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new SourceSettings("memory:shop", null, null, Set.of("t"), null, null, null));
    }
}
