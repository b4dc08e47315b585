/** Rows that are written once: what a mapping keeps of each change. */
package dev.lagzero.sink.history;
