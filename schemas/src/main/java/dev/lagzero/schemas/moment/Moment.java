package dev.lagzero.schemas.moment;

import java.util.Locale;

/**
 * The moments of a row's way at which a crash would hurt most. Code that passes one says so ({@link #passed()}); it
 * costs one volatile read. Tests arm a moment to kill the process there; nothing else listens.
 */
public enum Moment {
    CLAIM_APPENDED,
    WAL_CONSUMED,
    MID_COPY,
    PAGE_SET_SPOOLED,
    MID_PUBLISH,
    MID_SNAPSHOT_PUBLISH,
    PUBLISH_ACKNOWLEDGED,
    MID_FOLD,
    FOLDED,
    RECORD_RESERVED,
    TRANSACTION_JOURNALED,
    MID_STORE_SNAPSHOT,
    JOURNAL_TRIMMED,
    ROWS_WRITTEN,
    SNAPSHOT_CHUNK_LOADED,
    MID_DEFINITION,
    MID_LARGE_TRANSACTION,
    BEFORE_TARGET_COMMIT,
    TARGET_COMMITTED;

    /** Told of every passed moment. */
    @FunctionalInterface
    public interface Witness {
        void passed(Moment moment);
    }

    private static volatile Witness witness = moment -> {};

    public static void witness(Witness newWitness) {
        witness = newWitness;
    }

    public void passed() {
        witness.passed(this);
    }

    /** Written in lower case with hyphens: {@code mid-fold}. */
    public static Moment parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
