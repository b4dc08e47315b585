package dev.lagzero.sink.given;

import dev.lagzero.sink.jdbc.DriverQuoting;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Statements for a given table; every column travels as an array of texts and is cast to the column's own type. */
final class GivenSql {

    private GivenSql() {}

    static String upsert(GivenTable table, List<String> columns, List<String> key) {
        String changes = columns.stream()
                .filter(column -> !key.contains(column))
                .map(column -> name(column) + " = excluded." + name(column))
                .collect(Collectors.joining(", "));
        return insert(table, columns) + conflict(key) + (changes.isEmpty() ? "NOTHING" : "UPDATE SET " + changes);
    }

    static String append(GivenTable table, List<String> columns, List<String> key) {
        return insert(table, columns) + conflict(key) + "NOTHING";
    }

    static String delete(GivenTable table, List<String> key) {
        List<String> same = new ArrayList<>();
        for (int i = 0; i < key.size(); i++) {
            same.add("t." + name(key.get(i)) + " = " + cast(table, key.get(i), i));
        }
        return "DELETE FROM " + DriverQuoting.DIALECT.relation(table.relation()) + " AS t USING " + unnest(key.size())
                + " WHERE " + String.join(" AND ", same);
    }

    private static String insert(GivenTable table, List<String> columns) {
        List<String> casts = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            casts.add(cast(table, columns.get(i), i));
        }
        return "INSERT INTO " + DriverQuoting.DIALECT.relation(table.relation()) + " ("
                + DriverQuoting.DIALECT.names(columns) + ") OVERRIDING SYSTEM VALUE SELECT "
                + String.join(", ", casts) + " FROM " + unnest(columns.size());
    }

    private static String conflict(List<String> key) {
        return " ON CONFLICT (" + DriverQuoting.DIALECT.names(key) + ") DO ";
    }

    private static String cast(GivenTable table, String column, int index) {
        return "u.p" + index + "::" + table.types().get(column);
    }

    private static String unnest(int columns) {
        List<String> arrays = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            arrays.add("?::text[]");
            names.add("p" + i);
        }
        return "unnest(" + String.join(", ", arrays) + ") AS u(" + String.join(", ", names) + ")";
    }

    private static String name(String column) {
        return DriverQuoting.DIALECT.name(column);
    }
}
