package dev.lagzero.app.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    private static final List<String> ALL = List.of("capture", "stream", "sink");

    @TempDir
    Path directory;

    @Test
    void anotherHolderIsNamedByItsProcess() throws Exception {
        Process holder = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        assertEquals('h', holder.getInputStream().read());
        DataException refused = assertThrows(DataException.class, () -> DataDirectory.open(directory, ALL));
        assertTrue(refused.getMessage().contains("in use by process " + holder.pid()), refused.getMessage());
        assertTrue(refused.hint().contains("--data"), refused.hint());
        holder.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        DataDirectory.open(directory, ALL).close();
    }

    /** Holds the directory until killed. */
    static final class Holder {
        public static void main(String[] args) throws Exception {
            try (DataDirectory held = DataDirectory.open(Path.of(args[0]), ALL)) {
                System.out.write('h');
                System.out.flush();
                Thread.sleep(60_000);
                held.path("");
            }
        }
    }

    @Test
    void stagesOfOneDirectoryDoNotGetInEachOthersWay() {
        try (DataDirectory capture = DataDirectory.open(directory, List.of("capture"));
                DataDirectory sink = DataDirectory.open(directory, List.of("sink"))) {
            assertEquals(capture.path("x"), sink.path("x"));
            assertThrows(DataException.class, () -> DataDirectory.open(directory, ALL));
        }
        DataDirectory.open(directory, ALL).close();
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        Files.writeString(directory.resolve("lagzero.json"), "{\"format\": 2, \"sources\": {}, \"extra\": 1}");
        DataException refused = assertThrows(DataException.class, () -> DataDirectory.open(directory, ALL));
        assertTrue(refused.getMessage().contains("format 2"), refused.getMessage());
        assertEquals(
                "{\"format\": 2, \"sources\": {}, \"extra\": 1}", Files.readString(directory.resolve("lagzero.json")));
    }

    @Test
    void aDamagedManifestIsRefused() throws IOException {
        Files.writeString(directory.resolve("lagzero.json"), "{\"format\": ");
        DataException refused = assertThrows(DataException.class, () -> DataDirectory.open(directory, ALL));
        assertTrue(refused.getMessage().contains("damaged"), refused.getMessage());
    }

    @Test
    void theDirectoryOfOtherSourcesIsNotTakenOver() {
        try (DataDirectory data = DataDirectory.open(directory, ALL)) {
            data.bind(Map.of("a", Path.of("/x/a.db")));
            data.bind(Map.of("a", Path.of("/x/a.db")));
            DataException missing = assertThrows(DataException.class, () -> data.bind(Map.of("b", Path.of("/x/b.db"))));
            assertTrue(missing.getMessage().contains("belongs to other sources: a"), missing.getMessage());
            DataException moved = assertThrows(DataException.class, () -> data.bind(Map.of("a", Path.of("/y/a.db"))));
            assertTrue(moved.getMessage().contains("was /x/a.db and is now /y/a.db"), moved.getMessage());
            data.bind(Map.of("a", Path.of("/x/a.db"), "b", Path.of("/x/b.db")));
            data.bind(Map.of("b", Path.of("/x/b.db")));
        }
        assertEquals(Set.of("a", "b"), DataDirectory.sources(directory));
    }

    @Test
    void aForgottenSourceLeavesNothing() throws IOException {
        try (DataDirectory data = DataDirectory.open(directory, ALL)) {
            data.bind(Map.of("a", Path.of("/x/a.db")));
            Files.createDirectories(data.source("a").resolve("spool"));
            Files.writeString(data.source("a").resolve("spool/1"), "x");
            data.forget("a");
            assertFalse(Files.exists(data.source("a")));
            data.bind(Map.of("b", Path.of("/x/b.db")));
        }
        assertEquals(Set.of("b"), DataDirectory.sources(directory));
    }

    @Test
    void endpointsSpeakOfLivingProcessesOnly() throws IOException {
        try (DataDirectory data = DataDirectory.open(directory, ALL)) {
            data.announce(new Endpoints(ProcessHandle.current().pid(), "main", "k:1", "jdbc:x", true, 8080));
            assertEquals(8080, DataDirectory.running(directory).orElseThrow().http());
            data.announce(new Endpoints(Long.MAX_VALUE, "main", "k:1", "jdbc:x", true, 8080));
            assertTrue(DataDirectory.running(directory).isEmpty());
        }
        assertFalse(Files.exists(directory.resolve("endpoints.json")));
    }

    @Test
    void aCopyIsAnotherInstanceAndARestartIsTheSame() throws IOException {
        Path copy = directory.resolve("copy");
        String first;
        try (DataDirectory data = DataDirectory.open(directory.resolve("one"), ALL)) {
            first = data.instance();
            Files.createDirectories(copy);
            Files.copy(data.path("lagzero.json"), copy.resolve("lagzero.json"));
        }
        try (DataDirectory again = DataDirectory.open(directory.resolve("one"), ALL);
                DataDirectory copied = DataDirectory.open(copy, ALL);
                DataDirectory other = DataDirectory.open(directory.resolve("two"), ALL)) {
            assertEquals(first, again.instance());
            assertEquals(
                    3,
                    Set.of(again.instance(), copied.instance(), other.instance())
                            .size());
        }
    }

    @Test
    void aFileIsNoDataDirectory() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        DataException refused = assertThrows(DataException.class, () -> DataDirectory.open(file, ALL));
        assertTrue(refused.getMessage().contains("is a file"), refused.getMessage());
    }
}
