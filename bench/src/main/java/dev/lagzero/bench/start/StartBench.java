package dev.lagzero.bench.start;

import dev.lagzero.app.embedded.EmbeddedPostgres;
import dev.lagzero.bench.Bench;
import dev.lagzero.bench.Folders;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.bulk.BulkSource;
import dev.lagzero.bench.process.LagzeroProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code lagzero run} with everything embedded, in an empty data directory, to the first row that a reader finds. */
public final class StartBench implements Bench {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String about() {
        return "From the start of lagzero run, everything embedded, to the first row";
    }

    @Override
    public String base() {
        return "lagzero run";
    }

    @Override
    public int usualRounds() {
        return 7;
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        LagzeroProcess.prepare(folder);
        BulkSource source = new BulkSource(folder.resolve("small.db"), 1, 1_000);
        source.create();
        for (int round = 0; round < rounds; round++) {
            Path room = Files.createDirectory(folder.resolve("room"));
            Path data = room.resolve("data");
            try (LagzeroProcess process = LagzeroProcess.run(room, source.file(), List.of(), Map.of())) {
                awaitRow(process, data.resolve("postgres"));
                into.add(base(), "seconds", process.seconds());
            } finally {
                Folders.delete(room);
            }
        }
    }

    private static void awaitRow(LagzeroProcess process, Path postgres) throws IOException, InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!isThere(postgres)) {
            if (!process.isAlive() || System.nanoTime() - until > 0) {
                throw new IllegalStateException("no row came");
            }
            Thread.sleep(10);
        }
    }

    /** Until there is a server, and a table in it, every question fails. */
    private static boolean isThere(Path postgres) throws IOException {
        Path port = postgres.resolve("port");
        if (!Files.exists(port) || !Files.exists(postgres.resolve("pgpass"))) {
            return false;
        }
        String url = "jdbc:postgresql://127.0.0.1:" + Files.readString(port).strip() + "/lagzero";
        String password = EmbeddedPostgres.password(postgres, EmbeddedPostgres.OWNER);
        try (Connection connection = DriverManager.getConnection(url, EmbeddedPostgres.OWNER, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 FROM item1 LIMIT 1")) {
            return rows.next();
        } catch (SQLException notYet) {
            return false;
        }
    }
}
