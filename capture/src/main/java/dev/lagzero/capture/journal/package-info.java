/**
 * The durable local journal of an in-memory store: transactions in a compact format of their own, checksummed, in mapped
 * segment files of bounded size. What is appended survives the death of the process at once, and a power loss after the
 * next group sync. {@link dev.lagzero.capture.journal.Transaction} and its format are pure.
 */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.journal;
