/** How fast pages become records. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.decode;
