package dev.lagzero.bench.idle;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.CaptureProcess;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.Processes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The share of a core that a process takes whose sources are idle, its broker included. */
public final class IdleBench implements Bench {

    private static final long MILLIS = 5_000;
    private static final int[] SOURCES = {0, 1, 50};

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String base() {
        return "0 sources";
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        for (int sources : SOURCES) {
            Path room = Files.createDirectories(folder.resolve("idle" + sources));
            List<String> arguments = new ArrayList<>(List.of(room.toString()));
            for (int i = 0; i < sources; i++) {
                Path database = room.resolve(i + ".db");
                create(database);
                arguments.add(database.toString());
            }
            Process capture = Processes.start(CaptureProcess.class, "1g", arguments);
            Processes.line(capture);
            Thread.sleep(MILLIS);
            for (int round = 0; round < rounds; round++) {
                long before = cpu(capture);
                Thread.sleep(MILLIS);
                into.add(sources + " sources", "% of a core", (cpu(capture) - before) / 1e4 / MILLIS);
            }
            Processes.end(capture);
        }
    }

    private static long cpu(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
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
