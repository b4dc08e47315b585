package dev.lagzero.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.app.data.DataDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {"run", "status", "wait", "rejects", "retry", "mapping", "reset", "capture", "stream", "sink"})
    void everyCommandHasHelp(String command) {
        Cli said = Cli.run(command, "--help");
        assertEquals(Exit.DONE, said.code());
        assertTrue(said.out().contains("Usage: lagzero " + command), said.out());
        assertTrue(Cli.run("--help").out().contains("  " + command));
    }

    @Test
    void everyCommandOfTheHelpIsThereWhenItIsNamed() {
        List<String> named = Cli.run("--help")
                .out()
                .lines()
                .dropWhile(line -> !line.startsWith("Commands:"))
                .skip(1)
                .filter(line -> line.matches("  \\S.*"))
                .map(line -> line.strip().split(" ")[0])
                .toList();
        assertTrue(named.size() >= 12, named::toString);
        for (String command : named) {
            Cli said = Cli.run(command, "--help");
            assertEquals(Exit.DONE, said.code());
            assertTrue(said.out().contains("Usage: lagzero " + command), said.out());
        }
    }

    @Test
    void aMistypedCommandIsGuessed() {
        assertEquals(new Cli(Exit.USAGE, "", """
                        Error: Unmatched argument at index 0: 'statsu'
                        Try: did you mean status? All options: lagzero --help
                        """), Cli.run("statsu"));
    }

    @Test
    void aCommandAfterAnotherIsNoCommand() {
        Cli said = Cli.run("status", "run");
        assertEquals(Exit.USAGE, said.code());
        assertTrue(said.err().contains("Unmatched argument at index 1: 'run'"), said.err());
    }

    @Test
    void withoutACommandTheUsageIsShown() {
        Cli said = Cli.run();
        assertEquals(Exit.USAGE, said.code());
        assertTrue(said.err().contains("Usage: lagzero"), said.err());
    }

    @Test
    void aMistypedOptionIsGuessed() {
        Cli said = Cli.run("run", "--sorce", "sqlite:a.db");
        assertEquals(Exit.USAGE, said.code());
        assertTrue(said.err().startsWith("Error: Unknown option"), said.err());
        assertTrue(said.err().contains("Try: did you mean --source?"), said.err());
    }

    @Test
    void aRunWithoutASourceIsWrongUsage() {
        Cli said = Cli.run("run", "--data", data());
        assertEquals(new Cli(Exit.USAGE, "", """
                        Error: no source to follow
                        Try: name one: lagzero run --source sqlite:FILE
                        """), said);
        assertFalse(Files.exists(Path.of(data())));
    }

    @Test
    void aPasswordOnTheCommandLineIsRefusedAndNotRepeated() {
        Cli said =
                Cli.run("run", "--source", "sqlite:a.db", "--target", "jdbc:postgresql://h/d?user=u&password=geheim");
        assertEquals(Exit.USAGE, said.code());
        assertTrue(said.err().contains("PGPASSWORD"), said.err());
        assertFalse(said.err().contains("geheim"), said.err());
    }

    @Test
    void optionsWinOverTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("l.yaml"), "http: 8080\nsources: [{url: \"sqlite:a\"}]\n");
        Cli said = Cli.run("run", "-c", file.toString(), "--http", "70000");
        assertEquals(Exit.USAGE, said.code());
        assertTrue(said.err().contains("http: 70000 is no port"), said.err());
    }

    @Test
    void tablesToLeaveOutNeedASource() {
        Cli said = Cli.run("run", "--exclude", "t");
        assertEquals(Exit.USAGE, said.code());
        assertTrue(said.err().contains("--exclude without a source"), said.err());
    }

    @ParameterizedTest
    @CsvSource({"missing.db, does not exist", ".., is a directory", "text.db, is not a SQLite database"})
    void aFileThatIsNoSourceIsSaidBeforeAnythingIsCreated(String name, String message) throws IOException {
        Files.writeString(directory.resolve("text.db"), "id,name\n1,a\n".repeat(20));
        Cli said = Cli.run("run", "--source", "sqlite:" + directory.resolve(name), "--data", data());
        assertEquals(Exit.USAGE, said.code());
        assertTrue(said.err().startsWith("Error: source "), said.err());
        assertTrue(said.err().contains(message), said.err());
        assertFalse(Files.exists(Path.of(data())));
    }

    @Test
    void aBusyPortIsNamedBeforeAnythingStarts() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Cli said = Cli.run("run", "--source", source(), "--data", data(), "--http", port);
            assertEquals(Exit.FAILED, said.code());
            assertTrue(said.err().contains("port " + port), said.err());
            assertTrue(said.err().contains("Try: choose another port (--http PORT) or none (--http 0)"), said.err());
        }
        assertFalse(Files.exists(Path.of(data(), "kafka")));
    }

    @Test
    void aDataDirectoryOfAnotherSourceIsNotUsed() {
        try (DataDirectory held = DataDirectory.open(Path.of(data()), List.of("capture"))) {
            held.bind(Map.of("other", Path.of("/x/other.db")));
        }
        Cli said = Cli.run("run", "--source", source(), "--data", data(), "--http", "0");
        assertEquals(Exit.USAGE, said.code());
        assertTrue(said.err().contains("belongs to other sources: other"), said.err());
    }

    @Test
    void aDataDirectoryInUseIsNotUsed() {
        try (DataDirectory held = DataDirectory.open(Path.of(data()), List.of("capture"))) {
            Cli said = Cli.run("run", "--source", source(), "--data", data(), "--http", "0");
            assertEquals(Exit.USAGE, said.code());
            assertTrue(
                    said.err()
                            .contains("in use by process "
                                    + ProcessHandle.current().pid()),
                    said.err());
            assertTrue(Files.exists(held.path("capture.lock")));
        }
    }

    @Test
    void aPostgresThatIsNotThereIsNamedAndNothingIsLeftRunning() {
        Cli said = Cli.run(
                "sink",
                "-c",
                yaml("target: {url: \"jdbc:postgresql://127.0.0.1:1/d\"}, kafka: {bootstrap: \"127.0.0.1:1\"}"));
        assertEquals(Exit.FAILED, said.code());
        assertTrue(said.err().contains("no Kafka broker answers at 127.0.0.1:1"), said.err());
    }

    @Test
    void aStageAloneNeedsServersOfItsOwn() {
        Cli said = Cli.run("capture", "-c", yaml("http: 0"));
        assertEquals(Exit.USAGE, said.code());
        assertTrue(said.err().contains("kafka.bootstrap: missing"), said.err());
        Cli sink = Cli.run("sink", "-c", yaml("kafka: {bootstrap: \"h:1\"}"));
        assertEquals(Exit.USAGE, sink.code());
        assertTrue(sink.err().contains("target.url: missing"), sink.err());
    }

    @Test
    void whereNothingRunsTheStateIsUnknown() {
        Cli said = Cli.run("status", "--data", data());
        assertEquals(Exit.DONE, said.code());
        assertTrue(said.out().contains("UNKNOWN: nothing runs on"), said.out());
        Cli json = Cli.run("status", "--json", "--data", data());
        assertTrue(json.out().contains("\"state\":\"UNKNOWN\""), json.out());
    }

    @Test
    void whereNothingRunsWaitingIsInVain() {
        Cli said = Cli.run("wait", "--timeout", "50ms", "--data", data());
        assertEquals(Exit.NOT_MET, said.code());
        assertTrue(said.err().contains("not there after 50ms"), said.err());
    }

    @Test
    void spansAndPositionsAreChecked() {
        assertEquals(Exit.USAGE, Cli.run("wait", "--timeout", "soon").code());
        assertEquals(Exit.USAGE, Cli.run("wait", "--position", "17").code());
    }

    @Test
    void aReminderOfWhatIsKnownComesWithAnUnknownSource() {
        try (DataDirectory held = DataDirectory.open(Path.of(data()), List.of("capture"))) {
            held.bind(Map.of("shop", Path.of("/x/shop.db")));
        }
        Cli said = Cli.run("reset", "--source", "shp", "--data", data());
        assertEquals(Exit.USAGE, said.code());
        assertTrue(said.err().contains("it knows: shop"), said.err());
        assertEquals(
                Exit.DONE,
                Cli.run("reset", "--source", "shop", "--data", data()).code());
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    /** An empty file is an empty database. */
    private String source() {
        try {
            Files.write(directory.resolve("a.db"), new byte[0]);
            return "sqlite:" + directory.resolve("a.db");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String yaml(String more) {
        try {
            String text = "{data: \"" + data() + "\", sources: [{url: \"" + source() + "\"}], " + more + "}";
            return Files.writeString(directory.resolve("l.yaml"), text).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
