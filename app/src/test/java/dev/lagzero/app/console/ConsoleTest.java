package dev.lagzero.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ConsoleTest {

    private final StringWriter text = new StringWriter();

    @Test
    void aBarIsDrawnOverItselfAndGivesWayToLines() {
        Console console = new Console(new PrintWriter(text), true);
        console.progress(new ProgressLine("shop", 1, 4, Duration.ofSeconds(1)));
        console.progress(new ProgressLine("shop", 2, 4, Duration.ofSeconds(1)));
        console.line("done");
        String erase = "\r\u001b[K";
        assertEquals(
                erase + "shop  [######..................]  25%  1 of 4 rows  1 rows/s  3 s left"
                        + erase + "shop  [############............]  50%  2 of 4 rows  2 rows/s  1 s left"
                        + erase + "done\n",
                text.toString());
    }

    @Test
    void withoutATerminalNothingIsDrawn() {
        Console console = new Console(new PrintWriter(text), false);
        console.progress(new ProgressLine("shop", 1, 4, Duration.ofSeconds(1)));
        console.line("done");
        assertEquals("done\n", text.toString());
    }

    @Test
    void progressWithoutATotalHasNoBar() {
        assertEquals(
                "shop  3,000 rows  1,500 rows/s", new ProgressLine("shop", 3000, -1, Duration.ofSeconds(2)).text());
        assertEquals("shop  0 rows  0 rows/s", new ProgressLine("shop", 0, -1, Duration.ZERO).text());
    }

    @Test
    void tablesAreAlignedAndShowNoControlCharacters() {
        Table table = new Table("table", "rows", "columns");
        table.row("artist", "275", "id bigint");
        table.row("a\u001b[2J", "1,000", "");
        assertEquals("""
                table    rows  columns
                artist    275  id bigint
                a?[2J   1,000
                """, String.join("\n", table.lines()) + "\n");
    }

    @Test
    void theLogIsKeysAndValues(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("logs/x.log");
        try (LogFile log = LogFile.open(file)) {
            LoggerFactory.getLogger("dev.lagzero.X")
                    .atInfo()
                    .addKeyValue("rows", 7)
                    .log("applied");
            LoggerFactory.getLogger("org.apache.kafka.X").info("chatter");
            assertEquals(file, log.file());
        }
        LoggerFactory.getLogger("dev.lagzero.X").info("after the end");
        String line = Files.readString(file);
        assertTrue(line.matches("ts=\\S+Z level=INFO thread=\"[^\"]+\" logger=X rows=7 msg=\"applied\"\\n"), line);
    }
}
