package dev.lagzero.capture.memory;

/** What a write waits for before it returns. It shows in memory in any case before that. */
public enum Durability {
    /** The journal's pages: survives the end of the process at any moment; a power loss may take some milliseconds. */
    PROCESS,
    /** The journal's disk: survives a power loss. Writes of many threads share a sync. */
    DISK,
    /** Kafka: survives the loss of this machine, as far as Kafka does. */
    KAFKA
}
