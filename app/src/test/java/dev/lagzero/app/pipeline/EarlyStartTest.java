package dev.lagzero.app.pipeline;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.app.config.ConfigFile;
import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.console.Console;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.shadow.StateDirectory;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** First copies are begun while the servers start, and put down when one of those does not. */
class EarlyStartTest {

    @TempDir
    Path folder;

    private Configuration config;
    private DataDirectory data;

    @BeforeEach
    void prepare() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("app.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)");
            statement.execute("INSERT INTO t VALUES (1, 'one')");
        }
        Path file = folder.resolve("lagzero.yaml");
        Files.writeString(
                file,
                "sources: [{url: 'sqlite:" + folder.resolve("app.db") + "'}]\n"
                        + "target: {url: 'jdbc:postgresql://127.0.0.1:1/none'}\n");
        config = ConfigFile.bind(ConfigFile.read(file), Map.of());
        data = DataDirectory.open(folder.resolve("data"), List.of("capture"));
    }

    @AfterEach
    void close() {
        data.close();
    }

    private void isFree() {
        assertDoesNotThrow(() -> StateDirectory.open(data.root(), "app").close());
    }

    private RuntimeException failure() {
        Console silent =
                new Console(new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false);
        return assertThrows(RuntimeException.class, () -> Servers.start(config, StageKind.ALL, data, silent));
    }

    @Test
    void aSourceIsFollowedBeforeThereIsAnyServer() {
        try (EarlyStart early = EarlyStart.begin(config, data)) {
            assertTrue(early.notices("app").isPresent(), "what is not replicated is listed before");
            assertThrows(CaptureFault.class, () -> StateDirectory.open(data.root(), "app"), "it is in use");
        }
        isFree();
    }

    @Test
    void whatWasBegunIsPutDownWhenTheTargetDoesNotAnswer() {
        String message = String.valueOf(failure().getMessage());
        assertTrue(message.contains("127.0.0.1:1"), message);
        isFree();
    }

    @Test
    void whatWasBegunIsPutDownWhenTheBrokerDoesNotStart() throws Exception {
        Files.writeString(data.path("kafka"), "no directory");
        String message = String.valueOf(failure().getMessage());
        assertFalse(message.contains("127.0.0.1:1"), message);
        isFree();
    }
}
