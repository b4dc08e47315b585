/** Large sources. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.bulk;
