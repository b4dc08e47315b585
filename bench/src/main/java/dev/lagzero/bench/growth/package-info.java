/** Whether time stays in proportion and memory stays put as a source grows. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench.growth;
