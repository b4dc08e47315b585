/** Other programs that are measured: Lagzero as its users run it, and its peers. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.process;
