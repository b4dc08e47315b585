/**
 * An in-memory store as a source: how it is rebuilt from the log and the journal, how an epoch begins, and how what is
 * journaled is published. The decisions ({@link dev.lagzero.capture.memory.Beginning},
 * {@link dev.lagzero.capture.memory.Rebuilt}) are pure.
 */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.memory;
