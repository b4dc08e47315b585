/**
 * The changes topic from capture's side: what is already in it, who may append to it, and appending. The decisions are
 * pure; Kafka is behind {@link dev.lagzero.capture.publish.ChangeLog}.
 */
@org.jspecify.annotations.NullMarked
package dev.lagzero.capture.publish;
