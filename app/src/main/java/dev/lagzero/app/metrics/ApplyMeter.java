package dev.lagzero.app.metrics;

import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.target.Arrivals;
import dev.lagzero.sink.target.TargetException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Times what is done in Postgres, and how long each source transaction took from its commit there to its commit here: three
 * stages, {@code capture} (until it was published), {@code stream} (until it was mapped) and {@code sink} (until Postgres
 * showed it), which add up to {@code total}. First copies are left out: they have no commit of their own. Each stage ends
 * by the clock of its machine, so these should agree; a stage is never negative, and never longer than the whole.
 */
final class ApplyMeter {

    private static final Duration[] BUCKETS = LongStream.of(
                    1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Tags tags;
    private final Timer done;
    private final Timer failed;
    private final Map<String, Meters> sources = new ConcurrentHashMap<>();
    private final Passages passages = new Passages();

    /** What is told of one source. */
    private record Meters(Counter transactions, Counter rows, Timer capture, Timer stream, Timer sink, Timer total) {}

    ApplyMeter(MeterRegistry registry, String pipeline) {
        this.registry = registry;
        this.tags = Tags.of("pipeline", pipeline);
        this.done = query("ok");
        this.failed = query("failed");
    }

    /** To be told of what is read. */
    Arrivals arrivals() {
        return passages;
    }

    /** Something that Postgres does. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws TargetException;
    }

    <T> T time(Work<T> work) throws TargetException {
        long began = System.nanoTime();
        try {
            T result = work.run();
            done.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            return result;
        } catch (TargetException e) {
            failed.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            throw e;
        }
    }

    /** @param nanos what writing them took, together */
    void applied(List<RowEvent.Ended> ends, long nanos) {
        long now = System.currentTimeMillis();
        for (RowEvent.Ended ended : ends) {
            Meters meters = sources.computeIfAbsent(ended.source(), this::meters);
            meters.transactions().increment();
            meters.rows().increment(ended.parts());
            if (!ended.snapshot()) {
                long total = Math.max(nanos, nanos(now - ended.timestampMillis()));
                meters.total().record(total, TimeUnit.NANOSECONDS);
                passages.take(ended).ifPresent(passage -> parts(meters, ended, passage, total));
            }
        }
    }

    private static void parts(Meters meters, RowEvent.Ended ended, Passages.Passage passage, long total) {
        long capture = Math.clamp(nanos(passage.publishedMillis() - ended.timestampMillis()), 0, total);
        long stream = Math.clamp(nanos(passage.mappedMillis() - passage.publishedMillis()), 0, total - capture);
        meters.capture().record(capture, TimeUnit.NANOSECONDS);
        meters.stream().record(stream, TimeUnit.NANOSECONDS);
        meters.sink().record(total - capture - stream, TimeUnit.NANOSECONDS);
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private Meters meters(String source) {
        Tags of = tags.and("source", source);
        return new Meters(
                Counter.builder("lagzero.applied.transactions")
                        .description("Source transactions that became visible in Postgres")
                        .tags(of)
                        .register(registry),
                Counter.builder("lagzero.applied.rows")
                        .description("Changes of these transactions")
                        .tags(of)
                        .register(registry),
                latency(of, "capture"),
                latency(of, "stream"),
                latency(of, "sink"),
                latency(of, "total"));
    }

    private Timer latency(Tags of, String stage) {
        return timer("lagzero.stage.latency", "From a commit in the source to its commit in Postgres, by stage")
                .tags(of.and("stage", stage))
                .register(registry);
    }

    private Timer query(String outcome) {
        return timer("lagzero.postgres.query", "Transactions of the sink in Postgres")
                .tags(tags.and("outcome", outcome))
                .register(registry);
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
    }
}
