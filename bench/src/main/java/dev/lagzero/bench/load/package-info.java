/** How long a whole database takes from SQLite into Postgres. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.load;
