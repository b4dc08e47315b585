package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.ChangedPages;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * How fast one core turns pages into records, JSON included: {@code java ... DecodeMeasure [workload ...]}. Each
 * workload is written once and decoded again and again; the last rounds count.
 */
public final class DecodeMeasure {

    private static final int ROUNDS = Integer.getInteger("lagzero.measure.rounds", 12);

    /**
     * @param fill run before, besides the tables that all have
     * @param statements run once for each transaction; {@code %d} is its number
     */
    record Workload(String name, List<String> fill, int transactions, List<String> statements) {}

    private static final String FILL = "WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c WHERE x < %d)";

    private static final String ONE =
            "UPDATE t SET amount = amount + 1, name = 'n' || %1$d WHERE id = 1 + (%1$d * 7919) %% 100000";

    /** About 2 GB. */
    private static final List<String> LARGE = List.of(
            "CREATE TABLE fat(id INTEGER PRIMARY KEY, b BLOB)",
            FILL.formatted(120_000) + " INSERT INTO fat SELECT x, zeroblob(15992) FROM c");

    private static final List<Workload> WORKLOADS = List.of(
            new Workload(
                    "one",
                    List.of(),
                    20_000,
                    List.of(
                            "UPDATE t SET amount = amount + 1, name = 'n' || %1$d WHERE id = 1 + (%1$d * 7919) %% 100000")),
            new Workload(
                    "hundred",
                    List.of(),
                    1_000,
                    List.of(
                            "UPDATE t SET amount = amount + 1, note = 'again ' || %1$d WHERE id BETWEEN 1 + (%1$d * 7919) %% 90000"
                                    + " AND 100 + (%1$d * 7919) %% 90000")),
            new Workload(
                    "scattered",
                    List.of(),
                    1_000,
                    List.of("UPDATE t SET amount = amount + 1 WHERE id %% 1000 = %1$d %% 1000")),
            new Workload(
                    "insert",
                    List.of(),
                    20,
                    List.of(FILL.formatted(10_000).replace("%", "%%")
                            + " INSERT INTO t SELECT NULL, 'name ' || x, 'mail' || x || '@example.com', x * 7, x / 3.0,"
                            + " 'a note of some length about ' || x, x %% 2, '2026-01-01 00:00:00' FROM c")),
            new Workload(
                    "blob",
                    List.of(),
                    200,
                    List.of("UPDATE wide SET b = CAST(zeroblob(99990) || %1$d AS BLOB) WHERE id = 1 + %1$d %% 50")),
            new Workload("large", LARGE, 20_000, List.of(ONE)),
            new Workload(
                    "large-in-place",
                    LARGE,
                    2_000,
                    List.of(
                            "UPDATE fat SET b = CAST(substr(b, 1, 15990) || (10 + %1$d %% 90) AS BLOB) WHERE id = 1 + (%1$d * 7919) %% 120000")));

    private DecodeMeasure() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("lagzero-measure");
        try {
            for (Workload workload : WORKLOADS) {
                if (args.length == 0 || List.of(args).contains(workload.name())) {
                    measure(workload, folder.resolve(workload.name() + ".db"));
                }
            }
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void measure(Workload workload, Path file) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            prepare(connection);
            for (String statement : workload.fill()) {
                run(connection, statement);
            }
            run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            for (int i = 1; i <= workload.transactions(); i++) {
                for (String statement : workload.statements()) {
                    run(connection, statement.formatted(i));
                }
            }
            var transactions = WalTransactions.read(file.resolveSibling(file.getFileName() + "-wal"));
            for (int round = 1; round <= ROUNDS; round++) {
                String result = round(file, transactions);
                if (round > ROUNDS - 3) {
                    System.out.println(workload.name() + ": " + result);
                }
            }
        }
    }

    private static void prepare(Connection connection) throws SQLException {
        run(connection, "PRAGMA synchronous = OFF");
        run(connection, "PRAGMA journal_mode = WAL");
        run(connection, "PRAGMA wal_autocheckpoint = 0");
        run(
                connection,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, mail TEXT, amount INT, price REAL,"
                        + " note TEXT, active INT, at TEXT)");
        run(connection, "CREATE INDEX by_name ON t(name)");
        run(connection, "CREATE TABLE wide(id INTEGER PRIMARY KEY, b BLOB)");
        run(
                connection,
                FILL.formatted(100_000) + " INSERT INTO t SELECT x, 'name ' || x, 'mail' || x ||"
                        + " '@example.com', x * 7, x / 3.0, 'a note of some length about ' || x, x % 2,"
                        + " '2026-01-01 00:00:00' FROM c");
        run(connection, FILL.formatted(50) + " INSERT INTO wide SELECT x, zeroblob(99991) FROM c");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String round(Path base, List<WalTransactions.Transaction> transactions) throws IOException {
        long rows = 0;
        long bytes = 0;
        long sequence = 2;
        long nanos = 0;
        long slowest = 0;
        try (var state = new WalTransactions.State(base);
                Decoder decoder = new Decoder(CaptureScope.ALL)) {
            for (var transaction : transactions) {
                var position = new SourcePosition(1, sequence++);
                var header = new Header("s", "sqlite", "s.db", position, false, null, 0);
                long begun = System.nanoTime();
                var input = new PageDiff.DiffInput(
                        state,
                        state.with(transaction),
                        ChangedPages.of(transaction.numbers()),
                        header,
                        CaptureScope.ALL);
                try (Changes changes = decoder.next(input)) {
                    while (changes.hasNext()) {
                        ChangeEvent.Part part = changes.next();
                        bytes += ChangeJson.key(part).length + ChangeJson.encode(part).length;
                        rows++;
                    }
                }
                long taken = System.nanoTime() - begun;
                nanos += taken;
                slowest = Math.max(slowest, taken);
                state.apply(transaction);
            }
        }
        return String.format(
                "%,d rows/s, %.1f us/transaction (slowest %,d us), %,d bytes/row, %,d MB/s",
                rows * 1_000_000_000 / nanos,
                nanos / 1e3 / transactions.size(),
                slowest / 1000,
                bytes / Math.max(1, rows),
                bytes * 1000 / nanos);
    }
}
