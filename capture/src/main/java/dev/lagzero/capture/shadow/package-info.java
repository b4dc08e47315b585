/**
 * The shadow: the source's pages as they stood at a known position, kept in the data directory, and what the data
 * directory says of itself.
 */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.shadow;
