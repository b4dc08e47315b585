package dev.lagzero.schemas.mapping.file;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What there is to say about a mapping file before it runs.
 *
 * @param problems none, when it can be used
 * @param places what it fills, in words: {@code vertex Agent (id) shared}
 * @param losses what cannot be mapped back after a cut-over: {@code table.column}, and why
 */
public record MappingCheck(List<Problem> problems, List<String> places, Map<String, Set<String>> losses) {

    public MappingCheck {
        problems = List.copyOf(problems);
        places = List.copyOf(places);
        losses = Map.copyOf(losses);
    }
}
