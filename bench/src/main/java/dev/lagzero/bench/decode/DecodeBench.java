package dev.lagzero.bench.decode;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.writer.Load;
import dev.lagzero.bench.writer.Written;
import dev.lagzero.bench.writer.WrittenDatabase;
import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.capture.follow.Limits;
import dev.lagzero.capture.session.Outgoing;
import dev.lagzero.capture.session.Outlet;
import dev.lagzero.capture.session.SessionConfig;
import dev.lagzero.capture.session.SourceSession;
import dev.lagzero.capture.session.Wires;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.topic.Topics;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How many row changes one thread makes of the pages that wait in the spool: decoded, compared with what was before, and
 * written as the records of the changes topic. An application wrote them meanwhile, and nothing else is to be done.
 */
public final class DecodeBench implements Bench {

    /** Nothing is merged: each transaction is to be told for itself. */
    private static final long SPOOL = 16L << 30;

    private static final List<Load> LOADS = List.of(new Load("100 rows", 100, 0), new Load("1 row", 1, 0));
    private static final long WAIT_MILLIS = 100;

    /** Rounds that are not counted. */
    private static final int WARMING = 3;

    private long offset;

    @Override
    public String name() {
        return "decode";
    }

    @Override
    public String about() {
        return "Row changes a second that one thread makes of pages in the spool";
    }

    @Override
    public String base() {
        return "100 rows";
    }

    @Override
    public List<String> charted() {
        return List.of("row changes/s of CPU");
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        WrittenDatabase database = WrittenDatabase.create(folder.resolve("decoded.db"), 0);
        SessionConfig config = new SessionConfig(
                new Topics("decode"),
                "decoded",
                database.file(),
                Files.createDirectory(folder.resolve("data")),
                CaptureScope.ALL,
                false,
                true,
                new Limits(Limits.DEFAULT.log(), SPOOL, Limits.DEFAULT.free()));
        Wires wires = new Wires(new ClaimLog(), head -> {}, partition -> {});
        SourceSession session = SourceSession.open(config, wires);
        Outlet.Taker taker = wires.outlet().taker();
        try {
            take(session, taker);
            for (int round = -WARMING; round < rounds; round++) {
                // Until Java has compiled what is hot.
                Measurements counted = round < 0 ? new Measurements() : into;
                for (Load load : LOADS) {
                    Written.by(load, database);
                    Taken taken = take(session, taker);
                    counted.add(load.name(), "row changes/s of CPU", taken.rows() * 1e9 / taken.cpuNanos());
                    counted.add(load.name(), "row changes/s", taken.rows() * 1e9 / taken.nanos());
                    counted.add(load.name(), "row changes", taken.rows());
                }
            }
        } finally {
            taker.close();
            session.close();
            wires.close();
        }
    }

    /** @param cpuNanos of the thread that makes records */
    private record Taken(long rows, long nanos, long cpuNanos) {}

    /** Takes all that was committed before. */
    private Taken take(SourceSession session, Outlet.Taker taker) throws InterruptedException {
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
        return new Taken(rows, wall + System.nanoTime(), cpu + threads.getCurrentThreadCpuTime());
    }
}
