package dev.lagzero.schemas.mapping;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.mapping.Mapping.SourceRow;
import dev.lagzero.schemas.mapping.Mapping.Unmappable;
import dev.lagzero.schemas.row.Former;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.value.Image;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a change of a source row does to target rows: deletes are the keys of rows(before) that rows(after) lacks,
 * upserts are the rows of rows(after) that rows(before) lacks. An image that cannot be mapped stands for no rows; if it
 * is the newest one, it is rejected with its reason, and a later one that can be mapped settles that. History is outside
 * the difference.
 */
public final class RowDifference {

    private final Mapping mapping;
    private final ChangeEvent.RowChanged change;
    private final List<Row> result = new ArrayList<>(2);

    private RowDifference(Mapping mapping, ChangeEvent.RowChanged change) {
        this.mapping = mapping;
        this.change = change;
    }

    /** First the reject or its settling, then deletes, upserts and history; each in the mapping's order. */
    public static List<Row> of(Mapping mapping, ChangeEvent.RowChanged change) {
        return new RowDifference(mapping, change).rows();
    }

    private List<Row> rows() {
        List<Row.Upsert> after = List.of();
        List<Row.Append> history = List.of();
        boolean mapped = true;
        try {
            if (change.after() != null) {
                after = mapping.rows(source(change.after()));
                history = mapping.history(source(change.after()), change.position(), change.ordinal());
            }
        } catch (Unmappable reason) {
            mapped = false;
            result.add(new Row.Reject(
                    mapping.table(change.table()), mapping.key(change.table(), change.key()), reason.getMessage()));
        }
        compare(rowsBefore(mapped), mapped ? after : List.of());
        if (mapped && change.after() != null) {
            result.addAll(history);
        } else if (change.after() == null) {
            result.addAll(mapping.erasures(source(change.before())));
        }
        return result;
    }

    private void compare(List<Row.Upsert> before, List<Row.Upsert> after) {
        if (mapping.isOneToOne()) {
            compareOne(before, after);
            return;
        }
        if (before.isEmpty()) {
            result.addAll(after);
            return;
        }
        Set<Target> kept = new HashSet<>();
        for (Row.Upsert row : after) {
            kept.add(new Target(row.place(), row.key()));
        }
        for (Row.Upsert row : before) {
            if (!kept.contains(new Target(row.place(), row.key()))) {
                result.add(new Row.Delete(row.place(), row.key(), row.share()));
            }
        }
        Set<Row.Upsert> unchanged = new HashSet<>(before);
        for (Row.Upsert row : after) {
            if (!unchanged.contains(row)) {
                result.add(row);
            }
        }
    }

    /** A row of its own for each image: then it is known what becomes of it. */
    private void compareOne(List<Row.Upsert> before, List<Row.Upsert> after) {
        for (Row.Upsert row : before) {
            if (after.isEmpty() || !isSame(row, after.getFirst())) {
                result.add(new Row.Delete(row.place(), row.key(), row.share()));
            }
        }
        for (Row.Upsert row : after) {
            Former former = former(before, row);
            if (former.kind() != Former.Kind.CHANGED || former.columns() != 0) {
                result.add(new Row.Upsert(row.place(), row.key(), row.image(), row.share(), former));
            }
        }
    }

    private Former former(List<Row.Upsert> before, Row.Upsert row) {
        if (change.before() == null) {
            // A snapshot tells what is there, whether it was before or not.
            return change.header().snapshot() ? Former.UNKNOWN : Former.ABSENT;
        }
        return !before.isEmpty() && isSame(before.getFirst(), row)
                ? Former.between(before.getFirst().image(), row.image())
                : Former.UNKNOWN;
    }

    private static boolean isSame(Row.Upsert one, Row.Upsert other) {
        return one.place().equals(other.place()) && one.key().equals(other.key());
    }

    private List<Row.Upsert> rowsBefore(boolean mapped) {
        if (change.before() == null) {
            return List.of();
        }
        try {
            return mapping.rows(source(change.before()));
        } catch (Unmappable neverMapped) {
            // It was rejected when it was new: there are no rows of it to take back.
            if (mapped) {
                result.add(new Row.Settle(mapping.table(change.table()), mapping.key(change.table(), change.key())));
            }
            return List.of();
        }
    }

    private SourceRow source(Image image) {
        return new SourceRow(change.source(), change.table(), change.key(), image);
    }

    private record Target(Place place, Image key) {}
}
