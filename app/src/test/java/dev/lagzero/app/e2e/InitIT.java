package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code init} writes runs as it is, to the end. */
class InitIT {

    @TempDir
    Path folder;

    private void assertRuns(Path file, String... options) throws IOException, InterruptedException {
        String config = folder.resolve("lagzero.yaml").toString();
        List<String> arguments = new java.util.ArrayList<>(List.of("init", "--source", "sqlite:" + file, "-c", config));
        arguments.addAll(List.of(options));
        assertEquals(0, Product.command(arguments.toArray(String[]::new)).code());
        String data = folder.resolve("data").toString();
        Path output = folder.resolve("output.txt");
        Process run = Product.launch(
                output,
                Map.of("LAGZERO_SALT", "a salt"),
                List.of("run", "-c", config, "--data", data, "--http", "0", "--until-caught-up"));
        try {
            boolean ended = run.waitFor(120, TimeUnit.SECONDS);
            assertEquals(0, ended ? run.exitValue() : -1, java.nio.file.Files.readString(output));
        } finally {
            run.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ONE", "OTHER"})
    void forEachDialectOfGovernance(String dialect) throws IOException, SQLException, InterruptedException {
        Path file = folder.resolve("governance.db");
        GovernanceDialects dialects = dialect.equals("ONE") ? GovernanceDialects.ONE : GovernanceDialects.OTHER;
        try (GovernanceFile source = GovernanceFile.create(file, "one", dialects, new Random(1))) {
            source.work(50);
        }
        assertRuns(file, "--timezone", "Europe/Berlin");
    }

    @Test
    void forADatabaseThatNoCatalogKnows() throws IOException, SQLException, InterruptedException {
        Path file = folder.resolve("a shop's.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE \"order details\" (id INTEGER PRIMARY KEY, \"$price\" NUMERIC)");
            statement.execute("INSERT INTO \"order details\" VALUES (1, 0.5)");
        }
        assertRuns(file);
    }
}
