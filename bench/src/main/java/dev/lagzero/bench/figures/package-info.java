/** What repeated measurements come to. Pure. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.figures;
