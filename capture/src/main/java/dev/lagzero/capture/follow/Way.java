package dev.lagzero.capture.follow;

import dev.lagzero.capture.file.SourceBusyException;

/** How a source is followed: by its write-ahead log, or by comparing its pages. */
sealed interface Way extends AutoCloseable permits ByLog, ByPages {

    /** Whether there is anything to do; costs next to nothing. */
    boolean due(long nanoTime);

    /** Whether it is known, at next to no cost, that nothing was committed since the last turn. */
    boolean isQuiet(long nanoTime);

    /**
     * Nothing has happened for long: leaves the source as it is best left.
     *
     * @return whether that is done; else it is asked again
     */
    boolean settle();

    /**
     * Does what there is to do, for some milliseconds.
     *
     * @param asked somebody wants to know about everything committed before now
     * @return whether everything committed before the call has a number
     * @throws SourceBusyException when a lock keeps readers out for the moment
     */
    boolean turn(boolean asked);

    /** Whether this is still how the source is to be followed. */
    boolean fits();

    /** What people should know of it; empty when nothing. */
    String notice();

    /** When nothing more was seen to be committed, milliseconds since 1970. */
    long lookedMillis();

    @Override
    void close();
}
