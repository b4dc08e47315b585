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

/** The largest rows that the README promises to take with the default heap. */
class LargeRowsIT {

    /** SQLite writes each octet of a blob as two digits. */
    private static final String TEXT = "hex(randomblob(12500000))";

    /** Each waits for the one before: several in one batch would be another question. */
    @Test
    void rowsOf25MegabytesAreCopiedInsertedUpdatedAndDeletedWithTheDefaultHeap(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        try (RandomSource source = new RandomSource(folder.resolve("large.db"), 1)) {
            source.execute("CREATE TABLE large_row(id INTEGER PRIMARY KEY, a TEXT)");
            source.execute("INSERT INTO large_row VALUES(1, " + TEXT + ")");
            try (Product product = Product.run(folder.resolve("data"), Map.of(), "--source", "sqlite:" + source.file)) {
                product.awaitState("CONSISTENT");
                source.execute("INSERT INTO large_row VALUES(2, " + TEXT + ")");
                product.awaitState("CONSISTENT");
                source.execute("UPDATE large_row SET a = " + TEXT + " WHERE id = 2");
                product.awaitState("CONSISTENT");
                assertEqual(source, product);
                source.execute("DELETE FROM large_row");
                product.awaitState("CONSISTENT");
                assertEqual(source, product);
                assertEquals(0, product.interrupt());
            }
        }
    }

    private static void assertEqual(RandomSource source, Product product) throws IOException, SQLException {
        try (Connection target = product.postgres()) {
            assertEquals(List.of(), Comparison.differences(source.file, target, "public", Set.of()));
        }
    }
}
