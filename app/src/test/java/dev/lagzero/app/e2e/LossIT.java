package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A part's memory is gone or doubled, with a Kafka and a Postgres of the user's own. */
class LossIT {

    @Test
    void withoutItsDataDirectoryOrItsTopicsTheProductFindsBackToEquality(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException, ExecutionException {
        Path data = folder.resolve("data");
        try (Servers servers = new Servers(folder.resolve("servers"));
                RandomSource source = new RandomSource(folder.resolve("loss.db"), 11)) {
            source.write(60);
            assertEqualAfterStart(servers, data, source, "the first start");

            source.write(20);
            delete(data);
            assertEqualAfterStart(servers, data, source, "the data directory was deleted");

            source.write(20);
            servers.delete(ours(servers, ".rows."));
            assertEqualAfterStart(servers, data, source, "the rows topic was deleted");

            source.write(20);
            servers.delete(ours(servers, ".changes"));
            assertEqualAfterStart(servers, data, source, "the changes topic was deleted");

            source.write(20);
            servers.delete(ours(servers, "lagzero."));
            delete(data);
            assertEqualAfterStart(servers, data, source, "all topics and the data directory were deleted");
        }
    }

    @Test
    void ofTwoCapturesOnACopiedDataDirectoryOneStops(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        Path data = folder.resolve("data");
        Path copy = folder.resolve("copy");
        try (Servers servers = new Servers(folder.resolve("servers"));
                RandomSource source = new RandomSource(folder.resolve("two.db"), 12)) {
            source.write(30);
            assertEqualAfterStart(servers, data, source, "the first start");
            copy(data, copy);
            try (Product first = servers.run(data, source.file)) {
                first.awaitState("CONSISTENT");
                try (Product second = servers.run(copy, source.file)) {
                    second.awaitState("CONSISTENT");
                    source.write(10);
                    assertEquals(1, first.waitForExit());
                    assertTrue(first.output().contains("claimed"), first::log);
                    second.awaitState("CONSISTENT");
                    try (Connection target = servers.connect()) {
                        assertEquals(List.of(), Comparison.differences(source.file, target, "public", Set.of()));
                    }
                    assertEquals(List.of(), TopicAudit.faults(servers.bootstrap(), "lagzero.main.changes"));
                    assertEquals(0, second.interrupt());
                }
            }
        }
    }

    private static void assertEqualAfterStart(Servers servers, Path data, RandomSource source, String after)
            throws IOException, SQLException, InterruptedException {
        try (Product product = servers.run(data, source.file)) {
            // The first CONSISTENT counts: it must not have been said a moment too early.
            product.awaitState("CONSISTENT");
            try (Connection target = servers.connect()) {
                assertEquals(
                        List.of(), Comparison.differences(source.file, target, "public", Set.of()), "after " + after);
            }
            assertEquals(0, product.interrupt(), "after " + after);
        }
    }

    private static Set<String> ours(Servers servers, String part) throws InterruptedException, ExecutionException {
        return servers.topics().stream().filter(topic -> topic.contains(part)).collect(Collectors.toSet());
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copied = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copied);
                } else if (!file.getFileName().toString().equals("lock")) {
                    Files.copy(file, copied);
                }
            }
        }
    }
}
