/** How fast stream and sink work off what has piled up in the topics. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.drain;
