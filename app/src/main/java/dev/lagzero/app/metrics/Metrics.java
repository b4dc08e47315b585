package dev.lagzero.app.metrics;

import dev.lagzero.control.lag.LagReport;
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

    public Metrics(String pipeline) {
        this.pipeline = pipeline;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    /** Times what a target does. */
    public ApplyMeter applyMeter() {
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
