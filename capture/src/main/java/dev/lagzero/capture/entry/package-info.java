/** Transactions as programs in any language send them: JSON to row writes, and snapshot files to the difference they make. Pure. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.entry;
