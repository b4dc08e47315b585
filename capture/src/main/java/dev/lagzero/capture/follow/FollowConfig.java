package dev.lagzero.capture.follow;

import java.nio.file.Path;

/**
 * One source to be followed.
 *
 * @param room the folder of the data directory that keeps its pages
 * @param readOnly never copy the source's log back, never write to it
 */
public record FollowConfig(String source, Path file, Path room, boolean readOnly, Limits limits) {}
