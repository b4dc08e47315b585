/** Pictures of measurements. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.chart;
