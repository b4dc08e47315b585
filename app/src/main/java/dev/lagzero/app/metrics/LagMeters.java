package dev.lagzero.app.metrics;

import dev.lagzero.control.lag.Distance;
import dev.lagzero.control.lag.LagReport;
import dev.lagzero.control.lag.LagState;
import dev.lagzero.control.lag.Progress;
import dev.lagzero.control.lag.SourceLag;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Lag in numbers: {@code lagzero_lag_transactions}, {@code _rows} and {@code _seconds} by source and stage ({@code capture},
 * {@code stream} and {@code sink} add up to {@code total}), {@code lagzero_state} (1 for the state a source is in, 0 for
 * the others) and {@code lagzero_parked}. What nobody knows is NaN.
 */
final class LagMeters {

    private static final List<String> STATES =
            List.of("CONSISTENT", "BEHIND", "STALLED", "PARKED", "BLOCKED", "UNKNOWN");

    private static final Map<String, Function<Distance, Distance.Part>> STAGES = Map.of(
            "capture", Distance::capture,
            "stream", Distance::stream,
            "sink", Distance::sink,
            "total", Distance::total);

    private final MeterRegistry registry;
    private final Supplier<LagReport> latest;

    /** @param latest what was seen last; asked for every number, so it must answer at once */
    LagMeters(MeterRegistry registry, Supplier<LagReport> latest) {
        this.registry = registry;
        this.latest = latest;
    }

    void register(String source, Tags pipeline) {
        Tags tags = pipeline.and("source", source);
        STAGES.forEach((stage, part) -> {
            Tags of = tags.and("stage", stage);
            gauge("lagzero.lag.transactions", "Source transactions before a stage", of, source, known(lag -> part.apply(
                            lag)
                    .transactions()));
            gauge(
                    "lagzero.lag.rows",
                    "Changed rows before a stage",
                    of,
                    source,
                    known(lag -> part.apply(lag).rows().isPresent()
                            ? part.apply(lag).rows().getAsLong()
                            : Double.NaN));
            gauge(
                    "lagzero.lag.seconds",
                    "For how long the oldest of them has been waiting",
                    of,
                    source,
                    known(lag -> part.apply(lag).seconds()));
        });
        for (String state : STATES) {
            gauge(
                    "lagzero.state",
                    "1 for the state of the source",
                    tags.and("state", state),
                    source,
                    lag -> lag.state().word().equals(state) ? 1 : 0);
        }
        gauge(
                "lagzero.parked",
                "Rows that Postgres could not hold",
                tags,
                source,
                lag -> lag.state() instanceof LagState.Unknown
                        ? Double.NaN
                        : lag.standing().parked());
    }

    private static ToDoubleFunction<SourceLag> known(ToDoubleFunction<Distance> number) {
        return lag -> lag.progress()
                .map(Progress::distance)
                .map(number::applyAsDouble)
                .orElse(Double.NaN);
    }

    private void gauge(String name, String description, Tags tags, String source, ToDoubleFunction<SourceLag> number) {
        Gauge.builder(name, () -> number.applyAsDouble(of(source)))
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    private SourceLag of(String source) {
        return latest.get().sources().stream()
                .filter(lag -> lag.source().equals(source))
                .findFirst()
                .orElseGet(() -> SourceLag.unknown(source, "nobody looks at it"));
    }
}
