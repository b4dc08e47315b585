package dev.lagzero.bench.idle;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.CaptureProcess;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.Processes;
import dev.lagzero.bench.process.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a process takes whose sources are idle, its broker included. */
public final class IdleBench implements Bench {

    private static final long MILLIS = 20_000;

    /** After so long without a change a source has let go of what it does not need. */
    private static final long SETTLING_MILLIS = 45_000;

    private final List<Integer> alternatives;

    /** @param sources how many sources the largest process has */
    public IdleBench(int sources) {
        this.alternatives = List.of(0, 1, sources);
    }

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String about() {
        return "What a process takes whose sources are idle";
    }

    @Override
    public String base() {
        return "0 sources";
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        for (int sources : alternatives) {
            Path room = Files.createDirectories(folder.resolve("idle" + sources));
            List<String> arguments = new ArrayList<>(List.of(room.toString()));
            for (int i = 0; i < sources; i++) {
                Path database = room.resolve(i + ".db");
                create(database);
                arguments.add(database.toString());
            }
            long started = System.nanoTime();
            Process capture = Processes.start(CaptureProcess.class, "512m", arguments);
            Processes.line(capture);
            String name = sources + " sources";
            into.add(name, "s to first copies", (System.nanoTime() - started) / 1e9);
            Thread.sleep(SETTLING_MILLIS);
            Usage usage = new Usage(capture);
            for (int round = 0; round < rounds; round++) {
                long before = usage.cpuNanos();
                long compiling = usage.compilingNanos();
                Thread.sleep(MILLIS);
                into.add(name, "% of a core", percent(usage.cpuNanos() - before));
                into.add(name, "of these compiling", percent(usage.compilingNanos() - compiling));
            }
            into.add(name, "threads", usage.threads());
            into.add(name, "open files", usage.openFiles());
            into.add(name, "resident MB", usage.residentBytes() / 1e6);
            Processes.end(capture);
        }
    }

    private static double percent(long nanos) {
        return nanos / 1e4 / MILLIS;
    }

    private static void create(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)");
            statement.execute("INSERT INTO t VALUES (1, 'one')");
        }
    }
}
