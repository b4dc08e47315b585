/** The same rows into Postgres, by Lagzero's sink and by Debezium's JDBC sink. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.sink;
