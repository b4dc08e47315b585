package dev.lagzero.sink.shape;

import dev.lagzero.schemas.mapping.TargetNames;
import dev.lagzero.sink.shape.TargetConstraint.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A unique index that a loaded table needs, and that can be built before the table moves into place.
 *
 * @param key for the table's key, not for a UNIQUE
 * @param columns of the source
 * @param physical the columns of Postgres behind them
 * @param name what Postgres would call the constraint by itself
 */
public record LoadIndex(boolean key, List<String> columns, List<String> physical, String name) {

    /** Below it an index takes less time than a transaction of its own. */
    private static final long FEWEST_ROWS = 10_000;

    private static final int LONGEST_NAME = 63;

    /** None for a table of few rows, as its census says. */
    public static List<LoadIndex> of(TargetTable table) {
        if (rows(table) < FEWEST_ROWS) {
            return List.of();
        }
        List<LoadIndex> indexes = new ArrayList<>();
        if (table.keyKind() == KeyKind.PRIMARY) {
            indexes.add(new LoadIndex(true, table.key(), table.physicalNames(table.key()), table.name() + "_pkey"));
        }
        for (List<String> unique :
                table.definition().uniques().stream().distinct().toList()) {
            indexes.add(of(table, unique));
        }
        // Longer names Postgres shortens by a rule of its own: such an index is built when the table is in its place.
        indexes.removeIf(index -> index.name().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME);
        return indexes;
    }

    private static LoadIndex of(TargetTable table, List<String> unique) {
        List<String> physical = table.physicalNames(unique);
        Stream<String> parts = Stream.of(Stream.of(table.name()), physical.stream(), Stream.of("key"))
                .flatMap(part -> part);
        return new LoadIndex(false, unique, physical, String.join("_", parts.toList()));
    }

    private static long rows(TargetTable table) {
        return table.columns().stream()
                .map(column -> column.definition().census())
                .mapToLong(census -> census.values() + census.nulls())
                .max()
                .orElse(0);
    }

    /** What it is called until its table is in place: no table of a source is called so. */
    public String loadName() {
        return TargetNames.PRESERVE.table("lagzero_load_index_" + name);
    }

    /** The constraint is the one that the index is for. */
    public boolean serves(TargetConstraint constraint) {
        return !key && constraint.kind() == Kind.UNIQUE && constraint.columns().equals(columns);
    }
}
