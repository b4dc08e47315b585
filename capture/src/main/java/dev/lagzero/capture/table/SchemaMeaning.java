package dev.lagzero.capture.table;

import java.util.List;
import java.util.Map;

/**
 * What the statements of a schema mean, without where anything is stored.
 *
 * @param shapes by table name
 * @param failures why a table cannot be followed, by table name
 * @param notices what is not replicated, in words for a person
 */
record SchemaMeaning(Map<String, TableShape> shapes, Map<String, String> failures, List<String> notices) {

    SchemaMeaning {
        shapes = Map.copyOf(shapes);
        failures = Map.copyOf(failures);
        notices = List.copyOf(notices);
    }
}
