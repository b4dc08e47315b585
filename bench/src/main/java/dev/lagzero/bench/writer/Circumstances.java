package dev.lagzero.bench.writer;

import java.time.Duration;

/**
 * What a writer is measured in.
 *
 * @param megabytes size of the database before it is written
 * @param outage how long Kafka is away
 * @param spool bytes of transactions that may wait for Kafka
 */
public record Circumstances(During during, int megabytes, Duration outage, long spool) {

    /** So many times the bytes that may wait are written before Kafka comes back. */
    static final int BACKLOG = 3;
}
