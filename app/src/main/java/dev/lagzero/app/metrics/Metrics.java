package dev.lagzero.app.metrics;

import dev.lagzero.control.lag.LagReport;
import dev.lagzero.sink.target.Arrivals;
import dev.lagzero.sink.target.Target;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** All numbers of this process. */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final String pipeline;
    private final boolean measuring;

    public Metrics(String pipeline) {
        this(pipeline, true);
    }

    private Metrics(String pipeline, boolean measuring) {
        this.pipeline = pipeline;
        this.measuring = measuring;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /** None about the way of rows: what measuring costs is measured against this. */
    public static Metrics none(String pipeline) {
        return new Metrics(pipeline, false);
    }

    /**
     * A target that is measured.
     *
     * @param arrivals to be told of what is read for it
     */
    public record Measured(Target target, Arrivals arrivals) {}

    /** Times what a target does, and each transaction's way to it. */
    public Measured measure(Target target) {
        if (!measuring) {
            return new Measured(target, Arrivals.UNHEARD);
        }
        ApplyMeter meter = applyMeter();
        return new Measured(new MeteredTarget(target, meter), meter.arrivals());
    }

    ApplyMeter applyMeter() {
        return new ApplyMeter(registry, pipeline);
    }

    /** @param latest what was seen last; it must answer at once */
    public void lag(Iterable<String> sources, Supplier<LagReport> latest) {
        LagMeters meters = new LagMeters(registry, latest);
        sources.forEach(source -> meters.register(source, Tags.of("pipeline", pipeline)));
    }

    /** The bytes that a source's log and spool take on disk, and the bounds at which we act. */
    public void bytes(SourceBytes bytes) {
        Tags tags = Tags.of("pipeline", pipeline, "source", bytes.source());
        gauge("lagzero.wal", "The source's write-ahead log", tags, bytes, SourceBytes::wal);
        gauge("lagzero.wal.limit", "Above this writers wait until it begins anew", tags, bytes, SourceBytes::walLimit);
        gauge("lagzero.spool", "Transactions that are kept until they are published", tags, bytes, SourceBytes::spool);
        gauge("lagzero.spool.limit", "Above this they are merged into one", tags, bytes, SourceBytes::spoolLimit);
    }

    private void gauge(
            String name, String description, Tags tags, SourceBytes bytes, ToDoubleFunction<SourceBytes> number) {
        Gauge.builder(name, bytes, number)
                .description(description)
                .baseUnit("bytes")
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    /** A pool of connections to Postgres. */
    public void pool(PoolGauges pool) {
        pool.register(registry, Tags.of("pool", pool.name()));
    }

    /** In the text format of Prometheus. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
