package dev.lagzero.bench.dual;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.figures.Latencies;
import dev.lagzero.bench.process.LagzeroProcess;
import dev.lagzero.bench.process.PacedWriter;
import dev.lagzero.bench.process.TriggerLog;
import dev.lagzero.bench.target.TargetDatabase;
import dev.lagzero.bench.target.TargetServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A row a transaction, 100 a second: into SQLite alone, into SQLite while Lagzero follows, into SQLite with triggers that write
 * a log in JSON (which somebody has still to carry to Postgres), and into SQLite and then, before going on, into Postgres. What is added is the median beyond that of SQLite alone.
 */
public final class DualBench implements Bench {

    private static final int RATE = 100;
    private static final int BURSTS = 10;
    private static final int WRITES = 50;
    private static final long PAUSE_NANOS = 100_000_000;
    private static final String ALONE = "SQLite alone";

    /** One write of the application. */
    @FunctionalInterface
    private interface Write {
        void run() throws SQLException;
    }

    /** One way to write, and how long its writes of this round took. */
    private record Alternative(String name, Write write, Latencies latencies) {

        Alternative(String name, Write write) {
            this(name, write, new Latencies());
        }

        /** A write that is late, because of those before it, counts from when it was due; how late a sleeper wakes up is not its own. */
        void burst() throws SQLException {
            long start = System.nanoTime();
            for (int i = 0; i < WRITES; i++) {
                long due = start + i * 1_000_000_000L / RATE;
                long begun = due;
                for (long left = due - System.nanoTime(); left > 0; left = due - begun) {
                    LockSupport.parkNanos(left);
                    begun = System.nanoTime();
                }
                write.run();
                latencies.add(System.nanoTime() - begun);
            }
        }
    }

    @Override
    public String name() {
        return "dual";
    }

    @Override
    public String about() {
        return "What a write takes: SQLite alone, followed, with triggers, and written twice";
    }

    @Override
    public String base() {
        return "dual-write";
    }

    @Override
    public List<String> charted() {
        return List.of("added p50 us");
    }

    @Override
    public int usualRounds() {
        return 5;
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        LagzeroProcess.prepare(folder);
        Path followed = folder.resolve("followed.db");
        PacedWriter.create(followed);
        Path room = Files.createDirectories(folder.resolve("lagzero"));
        try (TargetServer server = TargetServer.start(folder);
                TargetDatabase target = server.fresh();
                LagzeroProcess lagzero = LagzeroProcess.run(
                        room, followed, List.of("--target", target.jdbcUrl()), target.environment());
                Connection alone = sqlite(folder.resolve("alone.db"), true);
                Connection beside = sqlite(followed, false);
                Connection logged = sqlite(folder.resolve("logged.db"), true);
                Connection postgres = target.connect()) {
            lagzero.awaitLine("log ");
            try (Statement statement = postgres.createStatement()) {
                statement.execute("CREATE TABLE dual(id bigserial PRIMARY KEY, name text, at bigint)");
            }
            TriggerLog.install(logged, "t", List.of("id", "name", "at"));
            try (PreparedStatement first = insert(alone, "t");
                    PreparedStatement second = insert(beside, "t");
                    PreparedStatement third = insert(logged, "t");
                    PreparedStatement fourth = insert(postgres, "dual")) {
                // The first round only warms up.
                for (int round = -1; round < rounds; round++) {
                    List<Alternative> alternatives = List.of(
                            new Alternative(ALONE, first::executeUpdate),
                            new Alternative("lagzero", second::executeUpdate),
                            new Alternative("triggers", third::executeUpdate),
                            new Alternative("dual-write", () -> both(first, fourth)));
                    measure(alternatives, round < 0 ? new Measurements() : into);
                }
            }
        }
    }

    /**
     * A round: of each alternative a burst, then of each the next one, because a machine's pace changes within seconds. What
     * follows a burst of the application's is over before the next one begins.
     */
    private static void measure(List<Alternative> alternatives, Measurements into) throws SQLException {
        for (int burst = 0; burst < BURSTS; burst++) {
            for (Alternative alternative : alternatives) {
                alternative.burst();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        double base = alternatives.getFirst().latencies().percentile(0.5);
        for (Alternative alternative : alternatives) {
            double p50 = alternative.latencies().percentile(0.5);
            into.add(alternative.name(), "p50 us", p50);
            if (!alternative.name().equals(ALONE)) {
                into.add(alternative.name(), "added p50 us", p50 - base);
            }
        }
    }

    private static void both(PreparedStatement sqlite, PreparedStatement postgres) throws SQLException {
        sqlite.executeUpdate();
        postgres.executeUpdate();
    }

    private static Connection sqlite(Path file, boolean create) throws SQLException {
        if (create) {
            PacedWriter.create(file);
        }
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 1000");
            statement.execute("PRAGMA synchronous = NORMAL");
        }
        return connection;
    }

    private static PreparedStatement insert(Connection connection, String table) throws SQLException {
        PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table + "(name, at) VALUES ('a row of some length', ?)");
        insert.setLong(1, 17);
        return insert;
    }
}
