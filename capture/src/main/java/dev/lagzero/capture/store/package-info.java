/**
 * In-memory collections whose every change is written down before it shows. An application keeps its state in
 * {@link dev.lagzero.capture.store.JournaledMap}s of one {@link dev.lagzero.capture.store.Store}; a
 * {@link dev.lagzero.capture.store.RowShape} says how the entries of each are rows. Where changes are written down is behind
 * {@link dev.lagzero.capture.store.Ledger}.
 */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.store;
