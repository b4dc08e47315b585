package dev.lagzero.schemas.mapping.checkpoint;

import dev.lagzero.schemas.mapping.tree.Tree;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint taken apart, whatever its encoding.
 *
 * @param document all of it but the channel values
 * @param channels the channel values by name, in their order
 */
record Encoded(Map<String, Tree> document, Map<String, Channel> channels) {

    /**
     * A channel's value.
     *
     * @param inline the value as JSON, null when JSON has none for it
     * @param stable a scalar that a jsonb gives back as it was: it may stay in the document
     */
    record Channel(@Nullable Tree inline, boolean stable, String type, byte[] blob) {}
}
