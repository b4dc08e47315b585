/** What it costs to measure: whole pipelines with all metrics and with none. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.metrics;
