/** What a row costs in each of the inner parts that every row passes, by JMH. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.inner;
