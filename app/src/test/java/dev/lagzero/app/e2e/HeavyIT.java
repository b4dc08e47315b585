package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gigabytes and millions, with half a gigabyte of heap for everything. Run by {@code mvn verify -Pheavy}. */
@Tag("heavy")
class HeavyIT {

    private static final int ROWS = 1_000_000;

    @Test
    void oneTransactionOfAGigabyteIsSeenWholeOrNotAtAllAlsoWhenKilledInTheMiddle(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        Path data = folder.resolve("data");
        try (RandomSource source = new RandomSource(folder.resolve("large.db"), 1)) {
            source.execute("CREATE TABLE IF NOT EXISTS large(id INTEGER PRIMARY KEY, a TEXT, n INT)");
            String url = "sqlite:" + source.file;
            try (Product product =
                    Product.run(data, Map.of("LAGZERO_CRASH_AT", "mid-large-transaction:20"), "--source", url)) {
                product.awaitState("CONSISTENT");
                source.writeLarge(1024);
                watch(product);
                assertEquals(Product.KILLED, product.waitForExit(), product::log);
            }
            try (Product product = Product.run(data, Map.of(), "--source", url)) {
                product.awaitStateFor(
                        "CONSISTENT", java.time.Duration.ofMinutes(15), () -> assertAllOrNothing(product));
                try (Connection target = product.postgres()) {
                    assertEquals(List.of(), Comparison.differences(source.file, target, "public", Set.of()));
                }
                assertEquals(0, product.interrupt());
            }
        }
    }

    @Test
    void aMillionRowsOfAQuarterKilobyteLoad(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        Path file = folder.resolve("rows.db");
        Rows.create(file, ROWS);
        long started = System.nanoTime();
        try (Product product = Product.run(folder.resolve("data"), Map.of(), "--source", "sqlite:" + file)) {
            product.awaitStateFor("CONSISTENT", java.time.Duration.ofMinutes(15), () -> {});
            System.out.printf(
                    "1,000,000 rows of 250 bytes in %.1f s, everything included%n",
                    (System.nanoTime() - started) / 1e9);
            try (Connection target = product.postgres()) {
                assertEquals(List.of(), Comparison.differences(file, target, "public", Set.of()));
            }
            assertEquals(0, product.interrupt());
        }
    }

    private static void watch(Product product) throws InterruptedException, IOException {
        long end = System.nanoTime() + java.time.Duration.ofMinutes(10).toNanos();
        while (product.isAlive() && System.nanoTime() < end) {
            assertAllOrNothing(product);
            Thread.sleep(500);
        }
    }

    private static void assertAllOrNothing(Product product) {
        try (Connection target = product.postgres();
                Statement statement = target.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM public.large")) {
            rows.next();
            long seen = rows.getLong(1);
            assertTrue(seen == 0 || seen == 1_024_000, () -> "a reader saw " + seen + " rows of one transaction");
        } catch (SQLException | IOException serverIsGoneOrNotYetThere) {
            assertTrue(serverIsGoneOrNotYetThere.getMessage() != null);
        }
    }
}
