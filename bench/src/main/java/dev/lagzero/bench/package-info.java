/**
 * Measured comparisons, run by hand: {@code ./lagzero-bench NAME}. Alternatives are run in alternation within one run,
 * so that a noisy machine disturbs all of them alike, and what counts is their ratio.
 */
@org.jspecify.annotations.NullMarked
package dev.lagzero.bench;
