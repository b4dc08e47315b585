/**
 * Which Postgres type a column gets, what it can hold, and how it gets wider. Pure. A narrow type is chosen only when the
 * stored values come back from it bit by bit.
 */
package dev.lagzero.sink.type;
