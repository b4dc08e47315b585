package dev.lagzero.bench.decode;

import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.capture.follow.Limits;
import dev.lagzero.capture.session.Outgoing;
import dev.lagzero.capture.session.Outlet;
import dev.lagzero.capture.session.SessionConfig;
import dev.lagzero.capture.session.SourceSession;
import dev.lagzero.capture.session.Wires;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.topic.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Follows a database, with Java set up as it is for Lagzero. For each line that it is told it makes records of all that was
 * committed before, and says how many rows, and nanoseconds by the clock and of CPU.
 */
final class DecodeProcess {

    /** Nothing is merged: each transaction is to be told for itself. */
    private static final long SPOOL = 16L << 30;

    private static final long WAIT_MILLIS = 100;

    private long offset;

    private DecodeProcess() {}

    public static void main(String[] args) throws Exception {
        new DecodeProcess().run(Path.of(args[0]), Path.of(args[1]));
    }

    private void run(Path folder, Path database) throws IOException, InterruptedException {
        SessionConfig config = new SessionConfig(
                new Topics("decode"),
                "decoded",
                database,
                Files.createDirectory(folder.resolve("data")),
                CaptureScope.ALL,
                false,
                true,
                new Limits(Limits.DEFAULT.log(), SPOOL, Limits.DEFAULT.free()));
        BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Wires wires = new Wires(new ClaimLog(), head -> {}, partition -> {});
                SourceSession session = SourceSession.open(config, wires);
                Outlet.Taker taker = wires.outlet().taker()) {
            do {
                System.out.println(take(session, taker));
            } while (told.readLine() != null);
        }
    }

    /** Takes all that was committed before. */
    private String take(SourceSession session, Outlet.Taker taker) throws InterruptedException {
        SourcePosition last = session.freshHead().head();
        var threads = ManagementFactory.getThreadMXBean();
        long rows = 0;
        long cpu = -threads.getCurrentThreadCpuTime();
        long wall = -System.nanoTime();
        while (last.isAfter(session.head().published())) {
            List<Outgoing> batch =
                    taker.next(WAIT_MILLIS).map(Outlet.Batch::records).orElse(List.of());
            for (Outgoing record : batch) {
                rows += record.kind() == Outgoing.Kind.ROW ? 1 : 0;
                session.acknowledged(record.position(), record.kind(), offset++);
            }
        }
        return rows + " " + (wall + System.nanoTime()) + " " + (cpu + threads.getCurrentThreadCpuTime());
    }
}
