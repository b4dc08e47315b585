/**
 * What the sink must know after a restart, kept in the schema {@code lagzero} of the target itself, so that it changes
 * in the same transaction as the rows it speaks of.
 */
package dev.lagzero.sink.book;
