package dev.lagzero.sink.net;

import dev.lagzero.schemas.value.Value;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Net rows by table and key, in the order in which each was first touched. Used by one thread. */
public final class NetRows {

    private final Map<String, Map<List<Value>, NetRow>> tables = new LinkedHashMap<>();

    public Set<String> tables() {
        return tables.keySet();
    }

    public Collection<NetRow> of(String table) {
        return tables.getOrDefault(table, Map.of()).values();
    }

    public boolean isEmpty() {
        return tables.isEmpty();
    }

    /** No row of one is a row of the other. */
    public boolean isApartFrom(NetRows other) {
        return tables.entrySet().stream().allMatch(each -> {
            Map<List<Value>, NetRow> others = other.tables.getOrDefault(each.getKey(), Map.of());
            return each.getValue().keySet().stream().noneMatch(others::containsKey);
        });
    }

    /** Rows are written and removed, and nothing is said against any of them. */
    public boolean areUndisputed() {
        return tables.values().stream().flatMap(rows -> rows.values().stream()).allMatch(row -> row.objection()
                .isEmpty());
    }

    void addWithin(String table, NetRow row) {
        of(table, row).merge(row.key().values(), row, NetRow::beside);
    }

    /** Adds what a later transaction came to. */
    void addAfter(NetRows later) {
        later.tables.forEach(
                (table, rows) -> rows.forEach((key, row) -> of(table, row).merge(key, row, NetRow::then)));
    }

    private Map<List<Value>, NetRow> of(String table, NetRow row) {
        if (row.key() == null) {
            throw new IllegalArgumentException("a row of " + table + " without a key at " + row.position());
        }
        return tables.computeIfAbsent(table, name -> new LinkedHashMap<>());
    }
}
