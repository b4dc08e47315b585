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
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that is legal in SQLite, in several layouts of the file. */
class TortureIT {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page_size = 4096; journal_mode = WAL",
                "page_size = 512; auto_vacuum = FULL",
                "page_size = 65536; encoding = 'UTF-16le'; journal_mode = WAL",
                "page_size = 1024; encoding = 'UTF-16be'; auto_vacuum = INCREMENTAL"
            })
    void everythingArrivesExactlyAndWhatCannotIsParkedUntilItHeals(String layout, @TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        Path file = folder.resolve("torture.db");
        TortureDatabase.create(file, List.of(layout.split("; ")));
        try (Product product = Product.run(folder.resolve("data"), Map.of(), "--source", "sqlite:" + file)) {
            product.awaitState("PARKED");
            try (Connection target = product.postgres()) {
                assertEquals(List.of(), Comparison.differences(file, target, "public", Set.of("unholdable")), layout);
                assertEquals(TortureDatabase.PARKED_ROWS, parked(target));
            }
            heal(file);
            product.awaitState("CONSISTENT");
            try (Connection target = product.postgres()) {
                assertEquals(List.of(), Comparison.differences(file, target, "public", Set.of()), layout);
            }
            assertEquals(0, product.interrupt());
        }
    }

    private static int parked(Connection target) throws SQLException {
        try (Statement statement = target.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM lagzero.parked")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void heal(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 60000");
            statement.execute("UPDATE unholdable SET t = 'healed' WHERE id = 1");
            statement.execute("DELETE FROM unholdable WHERE id = 2");
        }
    }
}
