package dev.lagzero.control.lag;

import dev.lagzero.schemas.head.Head;

/**
 * A head as somebody else received it.
 *
 * @param ageMillis how long ago the source was looked at, by the receiver's clock alone: the clocks of source and receiver
 *     need not agree
 */
public record Sighting(Head head, long ageMillis) {}
