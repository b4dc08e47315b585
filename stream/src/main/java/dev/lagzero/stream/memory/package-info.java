/** The little that a stream keeps on its own disk. Losing it costs time, never rows. */
package dev.lagzero.stream.memory;
