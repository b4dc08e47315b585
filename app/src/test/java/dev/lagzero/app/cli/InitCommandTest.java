package dev.lagzero.app.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.app.config.ConfigFile;
import dev.lagzero.app.config.Configuration;
import dev.lagzero.capture.Captures;
import dev.lagzero.schemas.mapping.catalog.Catalog;
import dev.lagzero.schemas.mapping.file.MappingFile;
import dev.lagzero.schemas.mapping.file.Settings;
import dev.lagzero.schemas.mapping.rule.RuleMapping;
import dev.lagzero.schemas.table.Lineage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitCommandTest {

    private static final String CHECKPOINTS = "CREATE TABLE checkpoints (thread_id TEXT NOT NULL, checkpoint_ns TEXT"
            + " NOT NULL DEFAULT '', checkpoint_id TEXT NOT NULL, parent_checkpoint_id TEXT, type TEXT, checkpoint BLOB,"
            + " metadata BLOB, PRIMARY KEY (thread_id, checkpoint_ns, checkpoint_id))";

    @TempDir
    Path folder;

    private Path config() {
        return folder.resolve("lagzero.yaml");
    }

    private Path database(String... statements) throws SQLException {
        Path file = folder.resolve("it's a shop.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return file;
    }

    private Cli init(Path file, String... more) {
        List<String> arguments =
                new java.util.ArrayList<>(List.of("init", "--source", "sqlite:" + file, "-c", config().toString()));
        arguments.addAll(List.of(more));
        return Cli.run(arguments.toArray(String[]::new));
    }

    private Configuration written(Map<String, String> environment) {
        return ConfigFile.bind(ConfigFile.read(config()), environment);
    }

    /** The mapping is whole: check has nothing to say, and no table or column of the database is without a place. */
    private void assertMapsEverything(Path file) throws IOException {
        Path mapping = folder.resolve("mapping.yaml");
        Cli checked = Cli.run("mapping", "check", mapping.toString());
        assertEquals(Exit.DONE, checked.code(), checked.err() + Files.readString(mapping));
        assertFalse(checked.out().contains("loses"), checked.out());
        RuleMapping rules = MappingFile.compile(Files.readString(mapping), Settings.NONE, Map.of());
        Captures.describe("s", file).tables().forEach(table -> {
            assertTrue(rules.knows(table.name()), table.name());
            assertDoesNotThrow(() -> rules.define(table, new Lineage.Fresh()), table.name());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"chinook", "northwind"})
    void aRealDatabaseGetsAMappingOfAllItsColumns(String name) throws IOException {
        Path file = Path.of("../../shared/data", name + ".sqlite");
        Assumptions.assumeTrue(Files.exists(file), () -> file + " is not here");
        Cli said = init(file);
        assertEquals(Exit.DONE, said.code(), said.err());
        assertMapsEverything(file);
        Configuration written = written(Map.of());
        assertFalse(written.isMapped(), "it runs as it is, before anybody made tables for the mapping");
        assertEquals(
                file.toAbsolutePath().normalize(), written.sources().getFirst().file());
    }

    @Test
    void aRealLangGraphFileIsRecognised() {
        Path file = Path.of("../../shared/data/langgraph-checkpoints.sqlite");
        Assumptions.assumeTrue(Files.exists(file), () -> file + " is not here");
        assertEquals(Exit.DONE, init(file).code());
        assertEquals(Catalog.CHECKPOINTS, written(Map.of()).catalog());
    }

    @Test
    void namesThatYamlOrAMappingWouldMisreadAreQuoted() throws SQLException, IOException {
        Path file = database(
                "CREATE TABLE \"Order Details: #1\" (\"null\" INTEGER PRIMARY KEY, \"$price\" NUMERIC, \"a~\" TEXT,"
                        + " \"it's \"\"x\"\"\" TEXT, \"no\" TEXT, \"größe\" REAL, start_key TEXT, \"a.b\" TEXT,"
                        + " \"tab\there\" TEXT, \"1st\" TEXT, \"- x\" BLOB)",
                "CREATE TABLE \"a.b\" (x, y, PRIMARY KEY (x, y)) WITHOUT ROWID",
                "CREATE TABLE nokey (a INTEGER, b GENERATED ALWAYS AS (a + 1) STORED)",
                "CREATE TABLE true (id INTEGER PRIMARY KEY, self REFERENCES true)");
        assertEquals(Exit.DONE, init(file).code());
        assertMapsEverything(file);
    }

    @Test
    void aDatabaseWithoutTablesGetsAMappingToo() throws SQLException, IOException {
        Path file = database("PRAGMA user_version = 1");
        assertEquals(Exit.DONE, init(file).code());
        assertMapsEverything(file);
    }

    @Test
    void tablesThatAreNoneOfACatalogsAreLeftOutByName() throws SQLException {
        Path file = database(CHECKPOINTS, "CREATE TABLE users (id INTEGER PRIMARY KEY)", "CREATE TABLE \"a b\" (c)");
        Cli said = init(file);
        assertEquals(Exit.DONE, said.code(), said.err());
        assertTrue(said.out().contains("leaves out") && said.out().contains("users"), said.out());
        assertEquals(
                Set.of("users", "a b"), written(Map.of()).sources().getFirst().exclude());
        assertFalse(Files.exists(folder.resolve("mapping.yaml")));
    }

    @Test
    void tablesThatOnlyBearTheNamesOfACatalogAreNotTakenForIt() throws SQLException, IOException {
        Path file = database(CHECKPOINTS.replace("type TEXT,", "kind TEXT,"));
        Cli said = init(file);
        assertEquals(Exit.DONE, said.code());
        assertTrue(said.out().contains("no column type"), said.out());
        assertMapsEverything(file);
        assertNull(written(Map.of()).catalog());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent_id TEXT PRIMARY KEY, status TEXT, last_update TEXT, tags_json TEXT, api_key TEXT",
                "agent_id TEXT PRIMARY KEY, status TEXT, updated_at TEXT, disabled_at TEXT, metadata_json TEXT, api_key TEXT NOT NULL"
            })
    void bothDialectsOfGovernanceAreRecognisedAndNoSecretIsWritten(String columns) throws SQLException, IOException {
        Path file = database(
                "CREATE TABLE agent_metadata (" + columns + ")",
                "INSERT INTO agent_metadata (agent_id, api_key) VALUES ('a', 'sk-secret')",
                "CREATE VIRTUAL TABLE notes_fts USING fts5(note)");
        Cli said = init(file);
        assertEquals(Exit.DONE, said.code(), said.err());
        assertTrue(said.out().contains("timezone:") && said.out().contains("LAGZERO_SALT"), said.out());
        assertFalse(Files.readString(config()).contains("sk-secret"));
        Configuration written = written(Map.of("LAGZERO_SALT", "s"));
        assertEquals(Catalog.GOVERNANCE, written.catalog());
        assertNull(written.timezone());
        Files.delete(config());
        init(file, "--timezone", "Europe/Berlin");
        assertEquals("Europe/Berlin", written(Map.of("LAGZERO_SALT", "s")).timezone());
    }

    @Test
    void anEncryptedFileIsRefused() throws SQLException {
        Path file = database(
                CHECKPOINTS,
                "INSERT INTO checkpoints (thread_id, checkpoint_id, type) VALUES ('t', 'c', 'msgpack+aes')");
        Cli said = init(file);
        assertEquals(Exit.USAGE, said.code());
        assertTrue(said.err().contains("msgpack+aes"), said.err());
        assertFalse(Files.exists(config()));
    }

    @Test
    void nothingIsOverwritten() throws SQLException, IOException {
        Path file = database("CREATE TABLE t (a)");
        Path mapping = folder.resolve("mapping.yaml");
        Files.writeString(mapping, "mine");
        Cli said = init(file);
        assertEquals(Exit.USAGE, said.code());
        assertTrue(said.err().contains("mapping.yaml is there already"), said.err());
        assertEquals("mine", Files.readString(mapping));
        assertFalse(Files.exists(config()), "half of it was written");
        assertEquals(
                Exit.DONE,
                init(file, "--mapping", folder.resolve("other.yaml").toString()).code());
        assertEquals(Exit.USAGE, init(file).code());
    }

    @Test
    void whatIsNoSourceIsSaidInWords() {
        assertTrue(init(folder.resolve("nowhere.db")).err().contains("does not exist"));
        Cli memory = Cli.run("init", "--source", "memory:shop");
        assertEquals(Exit.USAGE, memory.code());
        assertTrue(memory.err().contains("memory"), memory.err());
        Cli zone = init(folder.resolve("nowhere.db"), "--timezone", "Europe/Nowhere");
        assertEquals(Exit.USAGE, zone.code());
        assertTrue(zone.err().contains("no zone"), zone.err());
        assertFalse(Files.exists(config()));
    }
}
