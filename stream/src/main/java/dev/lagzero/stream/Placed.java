package dev.lagzero.stream;

import org.jspecify.annotations.Nullable;

/**
 * A record's key, and the partition it came from and goes to: a source's order is total only within one partition.
 *
 * @param key as in the changes topic
 */
record Placed(int partition, byte @Nullable [] key) {}
