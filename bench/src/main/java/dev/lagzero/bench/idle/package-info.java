/** What sources cost that nobody writes. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.idle;
