package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases from real applications, where they are at hand. */
class RealDatabasesIT {

    @ParameterizedTest
    @ValueSource(strings = {"chinook", "northwind", "langgraph-checkpoints"})
    void aRealDatabaseArrivesComplete(String name, @TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        Path original = Path.of("../../shared/data", name + ".sqlite");
        Assumptions.assumeTrue(Files.exists(original), () -> original + " is not here");
        Path file = folder.resolve(name + ".sqlite");
        Files.copy(original, file);
        try (Product product = Product.run(folder.resolve("data"), Map.of(), "--source", "sqlite:" + file)) {
            product.awaitState("CONSISTENT");
            try (Connection target = product.postgres()) {
                assertEquals(List.of(), Comparison.differences(file, target, "public", Set.of()));
            }
            assertEquals(0, product.interrupt());
        }
    }
}
