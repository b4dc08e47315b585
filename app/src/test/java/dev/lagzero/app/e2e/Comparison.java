package dev.lagzero.app.e2e;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares a SQLite file with a Postgres schema by storage class and bits. It knows only what the README promises and
 * shares no code with the product.
 */
final class Comparison {

    private Comparison() {}

    /** Differences in words, at most a few a table; empty when everything is equal. */
    static List<String> differences(Path file, Connection target, String schema, Set<String> leftOut)
            throws SQLException {
        List<String> differences = new ArrayList<>();
        try (SourceTables source = new SourceTables(file)) {
            TargetTables copies = new TargetTables(target, schema);
            Set<String> missing = new TreeSet<>(copies.tables());
            for (String table : source.tables()) {
                String copy = folded(table);
                boolean copied = missing.remove(copy);
                if (leftOut.contains(table)) {
                    continue;
                }
                if (!copied) {
                    differences.add("table " + table + " is missing in Postgres");
                } else {
                    differences.addAll(compare(source, copies, table, copy));
                }
            }
            missing.forEach(extra -> differences.add("table " + extra + " is only in Postgres"));
        }
        return differences;
    }

    private static List<String> compare(SourceTables source, TargetTables copies, String table, String copy)
            throws SQLException {
        List<String> columns = new ArrayList<>(source.columns(table));
        Set<String> targetColumns = copies.columns(copy).keySet();
        for (String rowNumber : List.of("rowid", "_rowid_", "oid")) {
            boolean added = targetColumns.contains(rowNumber)
                    && columns.stream().noneMatch(column -> folded(column).equals(rowNumber));
            if (added) {
                columns.addFirst(rowNumber);
            }
        }
        List<String> folded = columns.stream().map(Comparison::folded).toList();
        List<String> differences = new ArrayList<>();
        for (String column : targetColumns) {
            boolean known = folded.contains(column)
                    || column.endsWith("_storage") && folded.contains(column.substring(0, column.length() - 8));
            if (!known) {
                differences.add(table + ": column " + column + " is only in Postgres");
            }
        }
        if (!targetColumns.containsAll(folded)) {
            differences.add(table + ": columns " + folded + " but in Postgres " + targetColumns);
            return differences;
        }
        TreeMap<String, Integer> expected = source.rows(table, columns);
        TreeMap<String, Integer> found = copies.rows(copy, folded);
        if (!expected.equals(found)) {
            differences.add(table + ": " + count(expected) + " rows, in Postgres " + count(found));
            differences.addAll(onlyIn(expected, found, table + " only in SQLite: "));
            differences.addAll(onlyIn(found, expected, table + " only in Postgres: "));
        }
        return differences;
    }

    private static List<String> onlyIn(TreeMap<String, Integer> one, TreeMap<String, Integer> other, String what) {
        return one.entrySet().stream()
                .filter(row -> !row.getValue().equals(other.get(row.getKey())))
                .limit(5)
                .map(row -> what + row.getValue() + " x " + row.getKey())
                .toList();
    }

    private static int count(TreeMap<String, Integer> rows) {
        return rows.values().stream().mapToInt(Integer::intValue).sum();
    }

    static String folded(String name) {
        StringBuilder folded = new StringBuilder();
        name.chars().forEach(c -> folded.append(c < 128 ? (char) Character.toLowerCase(c) : (char) c));
        return folded.toString();
    }
}
