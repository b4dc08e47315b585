package dev.lagzero.capture.file;

import java.nio.ByteBuffer;

/**
 * Changes with every commit, and costs a few small reads: which file it is, its change counter and size, the log's
 * header, the committed end of the log. Equal fingerprints mean that nothing was committed in between.
 */
public record Fingerprint(Object file, long size, ByteBuffer contents) {}
