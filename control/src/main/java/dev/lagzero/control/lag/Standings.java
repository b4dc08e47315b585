package dev.lagzero.control.lag;

import java.util.List;
import java.util.Map;

/**
 * How a target stands with all its sources at one moment.
 *
 * @param known by source
 * @param others what holds of every other source
 * @param warnings what lag says nothing about, and people should know
 */
public record Standings(Map<String, Standing> known, Standing others, List<String> warnings) {

    public Standings {
        known = Map.copyOf(known);
        warnings = List.copyOf(warnings);
    }

    public Standings(Map<String, Standing> known, Standing others) {
        this(known, others, List.of());
    }

    public Standing of(String source) {
        return known.getOrDefault(source, others);
    }
}
