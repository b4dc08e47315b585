package dev.lagzero.capture.diff;

import dev.lagzero.capture.table.StoredTable;
import dev.lagzero.capture.table.TableView;
import dev.lagzero.schemas.table.ColumnDefinition;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which tables are captured and which columns are masked. Names compare as SQLite compares them: ASCII letters without
 * case.
 *
 * @param include the only tables captured; all when empty
 * @param exclude tables that are not captured, even if included
 * @param mask columns, written {@code table.column}, whose values (other than NULL) become {@code ***}
 */
public record CaptureScope(Set<String> include, Set<String> exclude, Set<String> mask) {

    public static final CaptureScope ALL = new CaptureScope(Set.of(), Set.of(), Set.of());

    public CaptureScope {
        include = folded(include);
        exclude = folded(exclude);
        mask = folded(mask);
    }

    public boolean holds(String table) {
        String name = fold(table);
        return (include.isEmpty() || include.contains(name)) && !exclude.contains(name);
    }

    public boolean masks(String table, String column) {
        return mask.contains(fold(table) + "." + fold(column));
    }

    /** @throws IllegalArgumentException when a column of the primary key is masked */
    TableView view(StoredTable.Followed table, boolean keyHoldsNull) {
        Set<String> masked = table.shape().columns().stream()
                .map(ColumnDefinition::name)
                .filter(column -> masks(table.name(), column))
                .collect(Collectors.toSet());
        return new TableView(table, keyHoldsNull, masked);
    }

    private static Set<String> folded(Set<String> names) {
        Set<String> folded = new TreeSet<>();
        names.forEach(name -> folded.add(fold(name)));
        return java.util.Collections.unmodifiableSet(folded);
    }

    static String fold(String name) {
        StringBuilder folded = new StringBuilder(name.length());
        name.chars().forEach(c -> folded.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c)));
        return folded.toString();
    }
}
