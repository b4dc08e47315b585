package dev.lagzero.sink.ddl;

import dev.lagzero.sink.shape.TargetConstraint;
import dev.lagzero.sink.shape.TargetConstraint.Kind;
import dev.lagzero.sink.shape.TargetConstraint.State;
import dev.lagzero.sink.shape.TargetTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which columns refer to which, over all tables. Pure. */
final class ForeignKeys {

    record ColumnRef(String table, String column) {}

    record Link(ColumnRef child, ColumnRef parent) {}

    private ForeignKeys() {}

    /** What a foreign key points to; empty when the declaration leaves it to a primary key that does not fit. */
    static List<String> parentColumns(TargetConstraint key, TargetTable parent) {
        if (!key.parentColumns().isEmpty()) {
            return key.parentColumns().stream().allMatch(parent::has) ? key.parentColumns() : List.of();
        }
        boolean fits = !parent.definition().keyIsRowNumber()
                && parent.key().size() == key.columns().size();
        return fits ? parent.key() : List.of();
    }

    /** Pairs of columns that should have one type; not those of references that are given up. */
    static List<Link> links(Map<String, TargetTable> tables) {
        List<Link> links = new ArrayList<>();
        for (TargetTable child : tables.values()) {
            for (TargetConstraint key : child.constraints()) {
                TargetTable parent = tables.get(key.parentTable());
                if (key.kind() == Kind.FOREIGN_KEY && key.state() != State.SET_ASIDE && parent != null) {
                    addLinks(links, child, key, parent);
                }
            }
        }
        return links;
    }

    private static void addLinks(List<Link> links, TargetTable child, TargetConstraint key, TargetTable parent) {
        List<String> parentColumns = parentColumns(key, parent);
        for (int i = 0; i < parentColumns.size(); i++) {
            links.add(new Link(
                    new ColumnRef(child.name(), key.columns().get(i)),
                    new ColumnRef(parent.name(), parentColumns.get(i))));
        }
    }
}
