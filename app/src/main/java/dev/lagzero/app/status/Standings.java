package dev.lagzero.app.status;

import java.util.Map;

/**
 * How a target stands with all its sources at one moment.
 *
 * @param known by source
 * @param others what holds of every other source
 */
public record Standings(Map<String, Standing> known, Standing others) {

    public Standings {
        known = Map.copyOf(known);
    }

    public Standing of(String source) {
        return known.getOrDefault(source, others);
    }
}
