package dev.lagzero.capture.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.fault.CaptureFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    @TempDir
    Path data;

    private CaptureFault refused() {
        return assertThrows(
                CaptureFault.class, () -> StateDirectory.open(data, "s").close());
    }

    @Test
    void aDirectoryInUseIsRefused() {
        try (StateDirectory first = StateDirectory.open(data, "s")) {
            assertTrue(refused().getMessage().contains("in use"), first.path()::toString);
        }
        StateDirectory.open(data, "s").close();
    }

    @Test
    void aNewerFormatIsRefused() throws Exception {
        StateDirectory.open(data, "s").close();
        Files.writeString(data.resolve("sources/s/format"), "3\n");
        assertTrue(refused().getMessage().contains("format 3"));
    }

    @Test
    void anOlderFormatIsEmptiedSoThatTheSourceIsCopiedAnew() throws Exception {
        StateDirectory.open(data, "s").close();
        Path folder = data.resolve("sources/s");
        Files.writeString(folder.resolve("format"), "1\n");
        Files.writeString(folder.resolve("shadow.state"), "position=1:7");
        Files.createDirectories(folder.resolve("spool"));
        Files.writeString(folder.resolve("spool/1-8.pages"), "x");
        try (StateDirectory opened = StateDirectory.open(data, "s")) {
            assertTrue(opened.load().isEmpty());
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(2, left.count(), "format and lock");
        }
    }

    @Test
    void aMovedDirectoryKeepsItsIdentityAndACopiedOneDoesNot() throws Exception {
        String home;
        try (StateDirectory first = StateDirectory.open(data.resolve("a"), "s")) {
            home = first.home();
        }
        Files.move(data.resolve("a"), data.resolve("b"));
        try (StateDirectory moved = StateDirectory.open(data.resolve("b"), "s")) {
            assertEquals(home, moved.home());
        }
        assertEquals(
                0,
                new ProcessBuilder("cp", "-a", data + "/b", data + "/c").start().waitFor());
        try (StateDirectory copied = StateDirectory.open(data.resolve("c"), "s")) {
            assertNotEquals(home, copied.home());
        }
    }

    @Test
    void aDirectoryOfAnotherSourceFileIsRefusedNamingBoth() {
        try (StateDirectory directory = StateDirectory.open(data, "s")) {
            var position = new dev.lagzero.schemas.position.SourcePosition(1, 0);
            ShadowState state = new ShadowState(
                    position,
                    position,
                    0,
                    0,
                    new ShadowState.Owner("s", "/old.db"),
                    "me",
                    directory.home(),
                    "",
                    new ShadowState.Place("t", 0, 0),
                    "");
            CaptureFault refused = assertThrows(
                    CaptureFault.class,
                    () -> StateDirectory.checkOwner(state, new ShadowState.Owner("s", "/new.db"), directory.path()));
            assertTrue(refused.getMessage().contains("/old.db")
                    && refused.getMessage().contains("/new.db"));
        }
    }
}
