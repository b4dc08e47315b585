package dev.lagzero.sink.given;

import dev.lagzero.sink.shape.Relation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table that somebody else made.
 *
 * @param types SQL type by column
 * @param uniques columns of each unique index that rows can conflict with, its key among them
 * @param depth how many foreign keys lead on from it, one after the other; 0: it refers to no other table
 * @param monthsBy the column that tells the month of a row's partition, when {@code ensure_partition} makes them
 */
public record GivenTable(
        Relation relation, Map<String, String> types, List<Set<String>> uniques, int depth, Optional<String> monthsBy) {

    public GivenTable {
        types = Map.copyOf(types);
        uniques = List.copyOf(uniques);
    }

    /** Rows that swap values of a second unique index must be deleted before they are written. */
    boolean hasSecondUnique() {
        return uniques.size() > 1;
    }
}
