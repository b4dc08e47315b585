package dev.lagzero.bench.drain;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.CaptureProcess;
import dev.lagzero.bench.Folders;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.Processes;
import dev.lagzero.bench.bulk.BulkSource;
import dev.lagzero.bench.process.LagzeroProcess;
import dev.lagzero.bench.target.TargetDatabase;
import dev.lagzero.bench.target.TargetServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;

/**
 * Stream and sink are down while changes are captured, a hundred rows to a transaction; then they are started. Counted
 * is from the first change that shows to the last one, and for comparison from the start of the two processes.
 */
public final class DrainBench implements Bench {

    private static final int TOGETHER = 100;

    private final long rows;

    /** Where a round takes place. */
    private record Site(Path room, String bootstrap, TargetDatabase target) {
        Stages start() throws IOException {
            return Stages.start(room, bootstrap, room.resolve("bulk.db"), target);
        }
    }

    public DrainBench(long rows) {
        this.rows = rows;
    }

    @Override
    public String name() {
        return "drain";
    }

    @Override
    public String about() {
        return "Changes that piled up in the topics, until Postgres shows them";
    }

    @Override
    public String base() {
        return "inserts";
    }

    @Override
    public List<String> charted() {
        return List.of("changes/s");
    }

    @Override
    public int usualRounds() {
        return 2;
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        LagzeroProcess.prepare(folder);
        try (TargetServer server = TargetServer.start(folder)) {
            for (int round = 0; round < rounds; round++) {
                Path room = Files.createDirectory(folder.resolve("room"));
                try (TargetDatabase target = server.fresh()) {
                    round(room, target, into);
                } finally {
                    Folders.delete(room);
                }
            }
        }
    }

    private void round(Path room, TargetDatabase target, Measurements into) throws Exception {
        BulkSource source = new BulkSource(room.resolve("bulk.db"), 1, 1);
        source.create();
        Path broker = Files.createDirectories(room.resolve("capture"));
        Process capture = Processes.start(
                CaptureProcess.class,
                "512m",
                List.of(broker.toString(), source.file().toString()));
        try {
            Site site = new Site(room, Processes.line(capture), target);
            try (Stages stages = site.start()) {
                await(stages, target, "SELECT count(*) FROM item1", 1);
            }
            source.insert(2, rows + 1, TOGETHER);
            Processes.ask(capture);
            drain("inserts", site, "SELECT max(id) - 1 FROM item1", into);
            source.update(2, rows + 1, TOGETHER);
            Processes.ask(capture);
            // The rows are changed in the order of their keys.
            String changed = "SELECT CASE WHEN (SELECT price FROM item1 WHERE id = 1 + " + rows + ") = -0.5 THEN "
                    + rows + " WHEN (SELECT price FROM item1 WHERE id = 2) = -0.5 THEN 1 ELSE 0 END";
            drain("updates", site, changed, into);
        } finally {
            Processes.end(capture);
        }
    }

    private void drain(String name, Site site, String applied, Measurements into) throws Exception {
        TargetDatabase target = site.target();
        try (Stages stages = site.start()) {
            await(stages, target, applied, 1);
            double first = stages.sink().seconds();
            double cpu = stages.cpuSeconds();
            long before = Math.min(rows - 1, target.number(applied));
            await(stages, target, applied, rows);
            double last = stages.sink().seconds();
            into.add(name, "changes/s", (rows - before) / (last - first));
            into.add(name, "changes/s with start", rows / last);
            into.add(name, "CPU us a change", (stages.cpuSeconds() - cpu) * 1e6 / (rows - before));
        }
    }

    private static void await(Stages stages, TargetDatabase target, String query, long wanted) throws Exception {
        try (Connection connection = target.connect()) {
            while (TargetDatabase.soFar(connection, query) < wanted) {
                if (!stages.alive()) {
                    throw new IllegalStateException("stream or sink ended before all was applied");
                }
                Thread.sleep(5);
            }
        }
    }
}
