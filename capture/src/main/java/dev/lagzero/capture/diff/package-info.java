/** What happened between two states of a database's pages, row by row. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.diff;
