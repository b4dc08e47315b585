package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.SqliteFile;
import dev.lagzero.capture.file.WalTail;
import dev.lagzero.capture.shadow.NewHistory;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.capture.shadow.StateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/** How many transactions a second one core takes over from a log into a spool: {@code java ... CopyMeasure [folder]}. */
public final class CopyMeasure {

    private static final int ROUNDS = Integer.getInteger("lagzero.measure.rounds", 8);
    private static final int TRANSACTIONS = 40_000;

    private CopyMeasure() {}

    public static void main(String[] args) throws Exception {
        Path folder = args.length > 0 ? Files.createDirectories(Path.of(args[0])) : Files.createTempDirectory("copy");
        Path database = folder.resolve("s.db");
        Files.deleteIfExists(database);
        try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            write(writer);
            for (int round = 0; round < ROUNDS; round++) {
                measure(database, folder.resolve("data"));
            }
        }
        delete(folder);
    }

    private static void write(Connection writer) throws Exception {
        try (Statement statement = writer.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA wal_autocheckpoint = 0");
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a INT, b TEXT)");
            statement.execute("CREATE INDEX by_a ON t(a)");
            statement.execute("WITH RECURSIVE c(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM c WHERE x < 100000)"
                    + " INSERT INTO t SELECT x, x * 7919 % 100000, 'text ' || x FROM c");
        }
        Random random = new Random(1);
        try (PreparedStatement update = writer.prepareStatement("UPDATE t SET a = ?, b = ? WHERE id = ?")) {
            for (int i = 0; i < TRANSACTIONS; i++) {
                update.setInt(1, random.nextInt());
                update.setString(2, "text " + random.nextLong());
                update.setInt(3, 1 + random.nextInt(100_000));
                update.executeUpdate();
            }
        }
    }

    private static void measure(Path database, Path data) throws Exception {
        delete(data);
        StateDirectory directory = StateDirectory.open(data, "s");
        try (directory;
                PageHistory history = NewHistory.begin(directory, NewHistory.state(directory, database));
                SqliteFile file = SqliteFile.open("s", database, false)) {
            WalTail tail = file.tail();
            LogSpooling spooling = new LogSpooling(history, () -> {});
            long began = System.nanoTime();
            tail.restart(spooling);
            spooling.show();
            long copied = System.nanoTime();
            history.sync();
            long synced = System.nanoTime();
            System.out.printf(
                    "%.0f transactions/s, %.0f MB/s, and %.0f ms to sync%n",
                    TRANSACTIONS / ((copied - began) / 1e9),
                    tail.written() / 1e6 / ((copied - began) / 1e9),
                    (synced - copied) / 1e6);
        }
    }

    private static void delete(Path folder) throws Exception {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
