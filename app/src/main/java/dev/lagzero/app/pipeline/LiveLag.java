package dev.lagzero.app.pipeline;

import dev.lagzero.app.watch.LogWatch;
import dev.lagzero.capture.Capture;
import dev.lagzero.control.lag.History;
import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.LagState;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.control.lag.Tracker;
import dev.lagzero.control.lag.Underway;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The lag of the pipeline that runs in this process. It is looked at four times a second without disturbing the sources, so
 * that it can be told with its seconds, its trend and whether it moves; {@link #look} looks at the sources themselves.
 */
public final class LiveLag implements AutoCloseable {

    private static final long PAUSE_MILLIS = 250;
    private static final Duration GOODBYE = Duration.ofSeconds(6);
    /** What was seen longer ago than this is not known any more. */
    private static final long LEASE_MILLIS = 2_000;

    private final Pipeline pipeline;
    private final LogWatch log;
    private final Tracker tracker = new Tracker();
    private final History history = new History();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "lagzero-watch");
    private volatile Seen latest;

    private record Seen(LagReport report, long atMillis) {}

    private LiveLag(Pipeline pipeline, LogWatch log) {
        this.pipeline = pipeline;
        this.log = log;
        this.latest = new Seen(unknown("it has not been looked at yet"), monotonicMillis());
    }

    /** @param log closed with this */
    public static LiveLag start(Pipeline pipeline, LogWatch log) {
        LiveLag lag = new LiveLag(pipeline, log);
        lag.thread.setDaemon(true);
        lag.thread.start();
        return lag;
    }

    /** Looks at every source and at the target, now. */
    public LagReport look() {
        return followed(pipeline.look());
    }

    /** What was seen last: unknown when that was too long ago. */
    public LagReport latest() {
        Seen seen = latest;
        long age = monotonicMillis() - seen.atMillis();
        return age > LEASE_MILLIS ? unknown("the target has not answered for " + age / 1_000 + " s") : seen.report();
    }

    public History history() {
        return history;
    }

    private void run() {
        try {
            do {
                long at = monotonicMillis();
                LagReport seen = glance();
                latest = new Seen(seen, at);
                history.add(seen, System.currentTimeMillis());
            } while (!ending.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever goes wrong while looking is why nobody knows, until the next look. */
    private LagReport glance() {
        try {
            return followed(pipeline.glance());
        } catch (RuntimeException e) {
            return unknown(String.valueOf(e.getMessage()));
        }
    }

    private LagReport followed(LagReport report) {
        Map<String, Underway> underway = log.seen(report.sources().stream().anyMatch(LiveLag::underway));
        return tracker.follow(report, new Tracker.Besides(underway, copied()), monotonicMillis());
    }

    private static boolean underway(SourceLag lag) {
        return lag.state() instanceof LagState.Behind;
    }

    /** How much of each first copy has been read. */
    private Map<String, Long> copied() {
        Map<String, Long> copied = new HashMap<>();
        for (Followed source : pipeline.followed()) {
            source.capture()
                    .map(Capture::progress)
                    .filter(progress -> !progress.snapshotDone())
                    .ifPresent(progress -> copied.put(source.source(), progress.published()));
        }
        return copied;
    }

    private LagReport unknown(String cause) {
        List<SourceLag> sources = pipeline.followed().stream()
                .map(source -> SourceLag.unknown(source.source(), cause))
                .toList();
        return new LagReport(sources);
    }

    private static long monotonicMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public void close() {
        ending.countDown();
        try {
            if (!thread.join(GOODBYE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        log.close();
    }
}
