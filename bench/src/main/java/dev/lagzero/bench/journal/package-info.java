/** What it costs a program that its map is journaled, against a plain map and against writing to Postgres as well. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.journal;
