package dev.lagzero.app.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.moment.Moment;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrashPointTest {

    private static final int KILLED = 128 + 9;

    @ParameterizedTest
    @EnumSource(Moment.class)
    void everyMomentCanBeNamed(Moment moment) {
        assertEquals(new CrashPoint(moment, 1), CrashPoint.parse(moment.toString()));
        assertEquals(new CrashPoint(moment, 3), CrashPoint.parse(moment + ":3"));
    }

    @Test
    void aMisspeltMomentIsRefused() {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> CrashPoint.parse("mid-flod"));
        assertTrue(refused.getMessage().contains("LAGZERO_CRASH_AT: \"mid-flod\""), refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> CrashPoint.parse("mid-fold:0"));
        assertThrows(IllegalArgumentException.class, () -> CrashPoint.parse("mid-fold:x"));
    }

    @Test
    void theProcessIsKilledAtTheNthPassAndNoLater() throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Passing.class.getName())
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(KILLED, process.exitValue());
        assertEquals("1,2,", said);
    }

    /** Passes a moment five times. */
    static final class Passing {
        public static void main(String[] args) {
            CrashPoint.parse("mid-fold:3").arm();
            for (int pass = 1; pass <= 5; pass++) {
                Moment.FOLDED.passed();
                Moment.MID_FOLD.passed();
                System.out.print(pass + ",");
                System.out.flush();
            }
        }
    }
}
