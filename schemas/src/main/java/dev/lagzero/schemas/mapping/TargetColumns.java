package dev.lagzero.schemas.mapping;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the columns of a table are called in Postgres.
 *
 * @param objection why no table of Postgres can have them; empty when one can
 */
record TargetColumns(List<String> names, String objection) {

    /** https://www.postgresql.org/docs/current/limits.html */
    private static final int MOST = 1600;

    static TargetColumns of(List<String> source, TargetNames names) {
        List<String> called = source.stream().map(names::column).toList();
        return new TargetColumns(called, objection(called));
    }

    private static String objection(List<String> called) {
        if (called.size() > MOST) {
            return called.size() + " columns, and a table of Postgres has at most " + MOST
                    + "; exclude the table, or map it to several";
        }
        Set<String> seen = new HashSet<>();
        return called.stream()
                .filter(name -> !seen.add(name))
                .findFirst()
                .map(name -> "two columns would both be named " + name + "; exclude the table, or map it")
                .orElse("");
    }
}
