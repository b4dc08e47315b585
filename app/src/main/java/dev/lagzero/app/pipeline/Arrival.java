package dev.lagzero.app.pipeline;

import java.util.List;

/**
 * What the first copy of a source made of its tables.
 *
 * @param constraints that the source's own data violate, set aside
 * @param notices what was not copied, or copied otherwise than one might expect
 */
public record Arrival(List<ArrivedTable> tables, List<String> constraints, List<String> notices) {

    public Arrival {
        tables = List.copyOf(tables);
        constraints = List.copyOf(constraints);
        notices = List.copyOf(notices);
    }

    /** @param columns names and types, as {@code id bigint, name text} */
    public record ArrivedTable(String name, long rows, String columns) {}
}
