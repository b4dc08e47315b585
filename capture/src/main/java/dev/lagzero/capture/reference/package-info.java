/**
 * The stores of the {@code coherence} catalog as ports, and kept in journaled collections: {@link
 * dev.lagzero.capture.reference.GraphStore} and {@link dev.lagzero.capture.reference.AgentTaskStore}. Their rows are what
 * the catalog's mapping reads.
 */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.reference;
