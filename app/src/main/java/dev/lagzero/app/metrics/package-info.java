/** What a process tells of itself in numbers, in the format of Prometheus. What is unknown is NaN, never zero. */
package dev.lagzero.app.metrics;
