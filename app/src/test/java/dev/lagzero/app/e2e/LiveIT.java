package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer in a process of its own, and nothing but its file between it and us. */
class LiveIT {

    @Test
    void twoThousandRandomTransactionsByAnotherProcessEndEqual(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("LiveIT seed " + seed);
        Path file = folder.resolve("live.db");
        RandomWriter.open(file).close();
        try (Product product = Product.run(folder.resolve("data"), Map.of(), "--source", "sqlite:" + file)) {
            product.awaitState("CONSISTENT");
            Process writer = Writers.start(file, seed, 2_000, 5_000);
            assertEquals(0, writer.waitFor(), "the writer failed");
            product.awaitState("CONSISTENT");
            try (Connection target = product.postgres()) {
                assertEquals(List.of(), Comparison.differences(file, target, "public", Set.of()), "seed " + seed);
            }
            assertEquals(
                    List.of(),
                    TopicAudit.faults(Product.endpoints(folder.resolve("data")).kafka(), "lagzero.main.changes"));
            assertEquals(0, product.interrupt());
        }
    }
}
