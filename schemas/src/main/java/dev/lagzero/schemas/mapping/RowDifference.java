package dev.lagzero.schemas.mapping;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.mapping.Mapping.SourceRow;
import dev.lagzero.schemas.mapping.Mapping.Unmappable;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.value.Image;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a change of a source row does to target rows: deletes are the keys of rows(before) that rows(after) lacks,
 * upserts are the rows of rows(after) that rows(before) lacks. An image that cannot be mapped stands for no rows; if it
 * is the newest one, it is rejected with its reason.
 */
public final class RowDifference {

    private RowDifference() {}

    public static List<Row> of(Mapping mapping, ChangeEvent.RowChanged change) {
        List<Row> result = new ArrayList<>(2);
        List<Row.Upsert> after = List.of();
        try {
            after = rows(mapping, change, change.after());
        } catch (Unmappable reason) {
            result.add(new Row.Reject(
                    mapping.table(change.table()), mapping.key(change.table(), change.key()), reason.getMessage()));
        }
        List<Row.Upsert> before = rowsBefore(mapping, change);
        if (before.isEmpty()) {
            result.addAll(after);
            return result;
        }
        Set<Target> kept = new HashSet<>();
        for (Row.Upsert row : after) {
            kept.add(new Target(row.table(), row.key()));
        }
        for (Row.Upsert row : before) {
            if (!kept.contains(new Target(row.table(), row.key()))) {
                result.add(new Row.Delete(row.table(), row.key()));
            }
        }
        Set<Row.Upsert> unchanged = new HashSet<>(before);
        for (Row.Upsert row : after) {
            if (!unchanged.contains(row)) {
                result.add(row);
            }
        }
        return result;
    }

    private static List<Row.Upsert> rowsBefore(Mapping mapping, ChangeEvent.RowChanged change) {
        try {
            return rows(mapping, change, change.before());
        } catch (Unmappable neverMapped) {
            // It was rejected when it was new: there are no rows of it to take back.
            return List.of();
        }
    }

    private static List<Row.Upsert> rows(Mapping mapping, ChangeEvent.RowChanged change, Image image) {
        return image == null
                ? List.of()
                : mapping.rows(new SourceRow(change.source(), change.table(), change.key(), image));
    }

    private record Target(String table, Image key) {}
}
