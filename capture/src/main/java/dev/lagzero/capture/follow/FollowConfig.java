package dev.lagzero.capture.follow;

import java.nio.file.Path;
import java.time.Duration;

/**
 * One source to be followed.
 *
 * @param room the folder of the data directory that keeps its pages
 * @param readOnly never copy the source's log back, never write to it
 * @param alone nobody else in this process opens the source: SQLite's locks belong to processes, so only then a lock
 *     can be held beside SQLite
 * @param restAfter how long nothing must have happened before no more than the read mark is kept
 */
public record FollowConfig(
        String source, Path file, Path room, boolean readOnly, boolean alone, Limits limits, Duration restAfter) {}
