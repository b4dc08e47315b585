package dev.lagzero.capture.memory;

import dev.lagzero.capture.journal.JournalLimits;

/**
 * A store that is a source.
 *
 * @param source what it is called in every record
 * @param journal how much may wait there for Kafka
 * @param snapshotBytes after so many journaled bytes a snapshot goes into the log, so that a restart reads less
 */
public record StoreConfig(String source, JournalLimits journal, Durability durability, long snapshotBytes) {

    /** A restart reads about as much, a second or two. */
    public static final long USUAL_SNAPSHOT_BYTES = 256L << 20;

    public StoreConfig {
        if (!source.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
            throw new IllegalArgumentException("source \"" + source
                    + "\": use up to 63 letters, digits, dots, - and _, starting with a letter or digit");
        }
        if (snapshotBytes < 1) {
            throw new IllegalArgumentException("snapshotBytes: " + snapshotBytes + "; at least 1");
        }
    }

    /** As most want it: writes wait for nothing, the journal takes up to a gigabyte. */
    public static StoreConfig usual(String source) {
        return new StoreConfig(source, JournalLimits.DEFAULT, Durability.PROCESS, USUAL_SNAPSHOT_BYTES);
    }
}
