package dev.lagzero.sink.ddl;

import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.shape.KeyKind;
import dev.lagzero.sink.shape.TargetConstraint;
import dev.lagzero.sink.shape.TargetConstraint.Kind;
import dev.lagzero.sink.shape.TargetTable;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Finds the index that a value was too long for when the server does not name it: it names none when the entry does not
 * even fit a page.
 */
public final class LongValues {

    /** An entry may take a page less its header; shorter ones are named, if they are refused at all. */
    private static final int PAGE_BYTES = 8_000;

    private LongValues() {}

    public static boolean mayExplain(SqlError error) {
        return error.state().equals("54000")
                && Optional.ofNullable(error.constraint()).orElse("").isEmpty();
    }

    /** @param longest bytes of the longest value that is about to be written into a column */
    public static Optional<Remedy> remedy(SqlError error, TargetTable table, ToLongFunction<String> longest) {
        if (!mayExplain(error)) {
            return Optional.empty();
        }
        if (table.keyKind() == KeyKind.PRIMARY && isLong(table.key(), longest)) {
            return Optional.of(new Remedy.DigestKey(table.name()));
        }
        for (TargetConstraint constraint : table.constraints()) {
            if (constraint.kind() == Kind.UNIQUE && constraint.isInForce() && isLong(constraint.columns(), longest)) {
                return Optional.of(new Remedy.SetAside(table.name(), constraint, error.message()));
            }
        }
        return Optional.empty();
    }

    private static boolean isLong(List<String> columns, ToLongFunction<String> longest) {
        return columns.stream().mapToLong(longest).sum() >= PAGE_BYTES;
    }
}
