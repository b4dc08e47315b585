package dev.lagzero.capture.follow;

import dev.lagzero.schemas.position.SourcePosition;

/**
 * What was seen of the source, and when.
 *
 * @param newest the newest transaction that has a number
 * @param current nothing is known to have been committed after {@code newest}
 * @param cause why the source cannot be vouched for; empty when it can
 * @param notice what people should know of how the source is followed; empty when nothing
 * @param atMillis when this was true, milliseconds since 1970
 */
public record Sight(SourcePosition newest, boolean current, String cause, String notice, long atMillis) {}
