package dev.lagzero.capture.diff;

import dev.lagzero.schemas.table.TableDefinition;
import java.util.List;

/**
 * What a database declares.
 *
 * @param tables definitions of the tables that can be followed, in the order of the schema, without census
 * @param notices what is not replicated (views, triggers, virtual tables, failing tables), in words for a person
 */
public record SourceDescription(List<TableDefinition> tables, List<String> notices) {
    public SourceDescription {
        tables = List.copyOf(tables);
        notices = List.copyOf(notices);
    }
}
