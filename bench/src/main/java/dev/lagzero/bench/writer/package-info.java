/** What a capture costs the application that writes the source. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.writer;
