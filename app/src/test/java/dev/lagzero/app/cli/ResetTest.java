package dev.lagzero.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.capture.journal.Change;
import dev.lagzero.capture.journal.Journal;
import dev.lagzero.capture.journal.JournalLimits;
import dev.lagzero.capture.journal.Layout;
import dev.lagzero.capture.journal.Transaction;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store whose journal holds writes that nobody else has. */
class ResetTest {

    @TempDir
    Path directory;

    private Path journal;

    @BeforeEach
    void writeThreeTransactions() {
        try (DataDirectory held = DataDirectory.open(directory, List.of("capture"))) {
            held.bind(Map.of("shop", Path.of("/memory/shop")));
            journal = held.source("shop").resolve("journal");
        }
        Layout layout = new Layout("t", List.of("id"), List.of("id"));
        try (Journal open = Journal.open(journal, JournalLimits.DEFAULT, none -> {}, failure -> {})) {
            open.begin(new SourcePosition(2, 4));
            for (int i = 0; i < 3; i++) {
                open.append(Transaction.Kind.WRITE, 0, List.of(new Change.Row(layout, null, List.of(Value.of(i)))));
            }
            open.append(Transaction.Kind.SNAPSHOT, 0, List.of());
        }
    }

    private Cli reset(String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of("reset", "--source", "shop", "--data"));
        arguments.add(directory.toString());
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    @Test
    void writesThatAreNowhereElseAreNotLostUnasked() throws Exception {
        Cli refused = reset();
        assertEquals(Exit.USAGE, refused.code());
        assertTrue(refused.err().contains("3 transactions (2:5 to 2:7)"), refused.err());
        assertTrue(refused.err().contains("--yes"), refused.err());
        Cli told = reset("--json");
        assertEquals(Exit.USAGE, told.code());
        JsonNode object = new ObjectMapper().readTree(told.out());
        assertFalse(object.path("reset").asBoolean());
        assertEquals(3, object.at("/unpublished/transactions").asLong());
        assertTrue(Files.isDirectory(journal), "nothing was done");
    }

    @Test
    void whoSaysYesLosesThemAndReadsWhich() {
        Cli done = reset("--yes");
        assertEquals(Exit.DONE, done.code(), done.err());
        assertTrue(done.out().startsWith("the journal of source shop holds 3 transactions (2:5 to 2:7)"), done.out());
        assertFalse(Files.exists(journal));
    }

    @Test
    void whoSaysYesReadsItAsJsonToo() throws Exception {
        Cli done = reset("--yes", "--json");
        assertEquals(Exit.DONE, done.code(), done.err());
        JsonNode object = new ObjectMapper().readTree(done.out());
        assertTrue(object.path("reset").asBoolean());
        assertEquals("2:5", object.at("/unpublished/first").asText());
        assertEquals("2:7", object.at("/unpublished/last").asText());
        assertFalse(Files.exists(journal));
    }
}
