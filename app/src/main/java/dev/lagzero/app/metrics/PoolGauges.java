package dev.lagzero.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.IntSupplier;

/**
 * A pool's numbers, under the names that Hikari's own metrics have.
 *
 * @param max the most connections it makes
 */
public record PoolGauges(String name, int max, IntSupplier total, IntSupplier active, IntSupplier pending) {

    void register(MeterRegistry registry, Tags tags) {
        gauge(registry, tags, "hikaricp.connections", "Open connections", total);
        gauge(registry, tags, "hikaricp.connections.active", "Connections in use", active);
        gauge(registry, tags, "hikaricp.connections.pending", "Threads that wait for one", pending);
        gauge(registry, tags, "hikaricp.connections.max", "The most there may be", () -> max);
    }

    private static void gauge(MeterRegistry registry, Tags tags, String name, String description, IntSupplier number) {
        Gauge.builder(name, number, IntSupplier::getAsInt)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }
}
