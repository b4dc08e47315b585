package dev.lagzero.capture.memory;

import dev.lagzero.capture.publish.ChangeLog;
import dev.lagzero.schemas.head.Head;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Where a store's records and heads go.
 *
 * @param sync makes what is acknowledged in a partition survive a power loss, as far as we can
 */
public record Wires(ChangeLog log, Consumer<Head> heads, IntConsumer sync) {}
