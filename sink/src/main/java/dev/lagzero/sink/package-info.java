/** Rows to Postgres: start it with {@link dev.lagzero.sink.Sink}, ask it for its {@link dev.lagzero.sink.SinkState}. */
package dev.lagzero.sink;
