package dev.lagzero.capture.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.change.ChangeEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageDiffTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"chinook", "northwind", "langgraph-checkpoints"})
    void realDatabasesArriveComplete(String name) throws Exception {
        Path shared = Path.of("../../shared/data/" + name + ".sqlite");
        Assumptions.assumeTrue(Files.exists(shared));
        Path copy = Files.copy(shared, folder.resolve("copy.db"));
        copy.toFile().setWritable(true);
        try (Source source = new Source(copy)) {
            Model model = new Model().apply(Source.diff(MemoryPages.NONE, source.pages()));
            Truth.check(model, source.connection(), name);
            assertEquals(List.of(), Source.diff(source.pages(), source.pages()));
        }
    }

    @Test
    void anInsertAnUpdateAndADeleteAreThreeChanges() throws Exception {
        try (Source source = new Source(folder.resolve("a.db"))) {
            source.run("CREATE TABLE t(id INTEGER PRIMARY KEY, a)", "INSERT INTO t VALUES (1, 'x'), (2, 'y')");
            List<ChangeEvent.Part> parts = source.changes(
                    "INSERT INTO t VALUES (3, 'z')",
                    "UPDATE t SET a = 'xx' WHERE id = 1",
                    "DELETE FROM t WHERE id = 2");
            assertEquals(3, parts.size());
        }
    }
}
