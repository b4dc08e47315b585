package dev.lagzero.sink.worker;

/**
 * A partition as it stands in Kafka.
 *
 * @param topicId a topic that is deleted and made again gets another one
 * @param beginning the first offset that is still there
 * @param end the offset behind the last record that may be read
 */
record LogExtent(String topicId, long beginning, long end) {}
