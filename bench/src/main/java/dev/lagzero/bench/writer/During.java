package dev.lagzero.bench.writer;

/** What a capture has to do while it is measured what it costs its writers. */
public enum During {
    /** To follow. */
    FOLLOWING,

    /** To make its first copy. */
    COPY,

    /** To wait for a Kafka that is away for a time. */
    OUTAGE,

    /** To wait for a Kafka that is away until much more is written than may wait for it. */
    BACKLOG
}
