package dev.lagzero.capture;

/** Makes what a partition holds survive a power loss. With a Kafka of one's own it forces files; else it does nothing. */
@FunctionalInterface
public interface LogFlush {

    /** What is acknowledged counts as durable: right for a replicated Kafka. */
    LogFlush NONE = (topic, partition) -> {};

    /** Returns when everything acknowledged in the partition is on disk. */
    void flush(String topic, int partition);
}
