/** How long it takes from nothing to the first row. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.start;
