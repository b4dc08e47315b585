/** How long a commit takes to be in the changes topic. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.latency;
