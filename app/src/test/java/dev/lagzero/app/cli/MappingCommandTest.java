package dev.lagzero.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.mapping.catalog.Catalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingCommandTest {

    @TempDir
    Path directory;

    private Cli check(String yaml) throws IOException {
        Path file = directory.resolve("mapping.yaml");
        Files.writeString(file, yaml);
        return Cli.run("mapping", "check", file.toString());
    }

    @Test
    void aFileThatCanBeUsedIsToldByWhatItFillsAndLoses() throws IOException {
        Cli said = check(Catalog.GOVERNANCE.text());
        assertEquals(Exit.DONE, said.code(), said.err());
        assertTrue(said.out().contains("fills  vertex Agent"), said.out());
        assertTrue(said.out().contains("loses  discoveries.embedding"), said.out());
    }

    @Test
    void whatIsWrongIsSaidWithItsLineAndKey() throws IOException {
        Cli said = check("mapping: x\ntables:\n  t:\n    rows:\n      - table: u\n        kye: [id]\n");
        assertEquals(Exit.USAGE, said.code());
        assertTrue(said.err().contains("line 6: tables.t.rows[0].kye"), said.err());
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Cli said = Cli.run("mapping", "check", "/nowhere.yaml");
        assertEquals(Exit.USAGE, said.code());
        assertTrue(said.err().contains("/nowhere.yaml"), said.err());
    }
}
