package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.testbed.AgeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Two governance files that share tags, in mixed dialects, and the product as a user runs it on both. */
final class GovernanceRun implements AutoCloseable {

    /** Where the rows go, and how the graph looks there. */
    enum Place {
        PLAIN_TABLES,
        APACHE_AGE
    }

    final GovernanceFile first;
    final GovernanceFile second;
    final Path data;
    private final List<Path> files;
    private final Path config;
    private final String age;

    private GovernanceRun(Path folder, Place place, long seed) throws SQLException, IOException {
        this.files = List.of(folder.resolve("one.db"), folder.resolve("two.db"));
        this.data = folder.resolve("data");
        this.config = folder.resolve("lagzero.yaml");
        this.age = place == Place.APACHE_AGE ? AgeServer.database() : "";
        Files.writeString(config, """
                catalog: governance
                timezone: Europe/Berlin
                salt: ${env:SALT}
                sources: [{url: "sqlite:%s"}, {url: "sqlite:%s"}]
                """.formatted(files.toArray()));
        this.first = GovernanceFile.create(files.getFirst(), "one", GovernanceDialects.ONE, new Random(seed));
        this.second = GovernanceFile.create(files.getLast(), "two", GovernanceDialects.OTHER, new Random(seed + 1));
    }

    static GovernanceRun on(Path folder, Place place, long seed) throws SQLException, IOException {
        return new GovernanceRun(folder, place, seed);
    }

    /** In both files. */
    void work(int transactions) throws SQLException {
        first.work(transactions);
        second.work(transactions);
    }

    Product start(Map<String, String> environment) throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("SALT", "a salt");
        List<String> arguments = new ArrayList<>(List.of("-c", config.toString()));
        if (!age.isEmpty()) {
            all.putAll(Map.of("PGUSER", AgeServer.OWNER, "PGPASSWORD", "none"));
            arguments.addAll(List.of("--target", age));
        }
        return Product.run(data, all, arguments.toArray(String[]::new));
    }

    /** Without its own memory, capture claims new epochs and loads both files again, over what is there. */
    void forgetSources() throws IOException {
        Path sources = data.resolve("sources");
        if (Files.exists(sources)) {
            try (var found = Files.walk(sources)) {
                for (Path file : found.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    Connection connect() throws IOException, SQLException {
        return age.isEmpty() ? Product.postgres(data) : AgeServer.connect(age);
    }

    /** Every row, vertex and edge against what the files stand for: none missing, none twice, none left over. */
    void assertEqual(String when) throws IOException, SQLException {
        GovernanceContent content = GovernanceContent.of(files);
        GovernanceShown shown = age.isEmpty() ? GovernanceShown::tables : GovernanceShown::age;
        try (Connection target = connect()) {
            assertEquals(lines(GovernanceRows.of(content)), lines(GovernanceRows.in(target)), "rows, " + when);
            assertEquals(lines(GovernanceGraph.of(content)), lines(shown.in(target)), "graph, " + when);
        }
    }

    private static String lines(List<String> lines) {
        return String.join("\n", lines);
    }

    @Override
    public void close() throws SQLException {
        first.close();
        second.close();
    }
}
