/**
 * The Debezium connector: a source session as a Kafka Connect source, run in the Debezium Embedded engine here, or in a
 * Connect worker on the host that has the file. The only package that knows Connect and Debezium.
 */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.connector;
