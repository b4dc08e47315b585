package dev.lagzero.capture.disk;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.fault.CaptureFault;
import org.junit.jupiter.api.Test;

class OpenFilesTest {

    @Test
    void moreSourcesThanTheLimitAllowsAreRefusedWithBothNumbersAndAWayOut() {
        CaptureFault fault = assertThrows(CaptureFault.class, () -> OpenFiles.check(1000, 200, 4096));
        String message = fault.getMessage();
        assertTrue(message.contains("1000 sources need up to " + (400 + 1000 * OpenFiles.IDLE)), message);
        assertTrue(message.contains("may open 4096"), message);
        assertTrue(message.contains("ulimit -Hn") && message.contains("LimitNOFILE="), message);
    }

    @Test
    void idleSourcesThatFitAreAllowedThoughTheyWouldNotFitIfAllWereBusy() {
        assertDoesNotThrow(() -> OpenFiles.check(1000, 200, 400 + 1000L * OpenFiles.IDLE));
        assertDoesNotThrow(() -> OpenFiles.check(1, 200, 1 << 20));
    }

    @Test
    void thisProcessMayFollowASource() {
        assertDoesNotThrow(() -> OpenFiles.check(1));
    }
}
