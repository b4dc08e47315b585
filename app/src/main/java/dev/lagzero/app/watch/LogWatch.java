package dev.lagzero.app.watch;

import dev.lagzero.control.lag.Underway;
import dev.lagzero.schemas.json.MalformedRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;

/**
 * Looks into the log twice a second, but only while somebody is behind: how far the stream has mapped, and how many records
 * stream and sink have before them. While Kafka does not answer, or with
 * what nobody can read, all of it is unknown.
 */
public final class LogWatch implements AutoCloseable {

    private static final long PAUSE_MILLIS = 500;
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    /** What the log says now, by source. */
    @FunctionalInterface
    public interface Log extends AutoCloseable {
        Map<String, Underway> look();

        @Override
        default void close() {}
    }

    private final Log log;
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "lagzero-log-watch");
    private volatile boolean wanted;
    private volatile Map<String, Underway> seen = Map.of();

    private LogWatch(Log log) {
        this.log = log;
    }

    /** @param log closed with the watch */
    public static LogWatch start(Log log) {
        LogWatch watch = new LogWatch(log);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    /** @param behind whether anything is worth looking for */
    public Map<String, Underway> seen(boolean behind) {
        wanted = behind;
        return seen;
    }

    private void run() {
        try (log) {
            while (!ending.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                if (wanted) {
                    seen = look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Underway> look() {
        try {
            return new HashMap<>(log.look());
        } catch (KafkaException | MalformedRecord unknown) {
            return Map.of();
        }
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
    }
}
