/** The Postgres that is written to, by Lagzero and by its peers. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.target;
