/** Following the source: look, compare, spool, fold. One thread, which never waits for Kafka. */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.follow;
