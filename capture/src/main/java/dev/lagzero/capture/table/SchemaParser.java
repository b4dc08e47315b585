package dev.lagzero.capture.table;

import dev.lagzero.capture.page.TextEncoding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Runs the statements of a schema in a {@link Sandbox} and asks it what they mean. */
final class SchemaParser {

    private static final Pattern UNIQUE_INDEX =
            Pattern.compile("\\s*CREATE\\s+UNIQUE\\s+INDEX\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final List<SchemaEntry> entries;
    private final Map<String, TableShape> shapes = new HashMap<>();
    private final Map<String, String> failures = new HashMap<>();
    private final List<String> notices = new ArrayList<>();

    private SchemaParser(List<SchemaEntry> entries) {
        this.entries = entries;
    }

    static SchemaMeaning parse(List<SchemaEntry> entries) {
        SchemaParser parser = new SchemaParser(entries);
        try (Sandbox sandbox = new Sandbox(TextEncoding.UTF_8)) {
            VirtualTables virtual = new VirtualTables(sandbox, entries);
            for (SchemaEntry entry : entries) {
                parser.take(sandbox, virtual, entry);
            }
        }
        return new SchemaMeaning(parser.shapes, parser.failures, parser.notices);
    }

    private void take(Sandbox sandbox, VirtualTables virtual, SchemaEntry entry) {
        if (entry.isInternal()) {
            return;
        }
        switch (entry.type()) {
            case "view", "trigger" -> notices.add("the " + entry.type() + " " + entry.name() + " is not replicated");
            case "table" -> {
                if (entry.isVirtual()) {
                    notices.add("the virtual table " + entry.name() + " is not replicated");
                } else if (virtual.isShadow(entry.name())) {
                    notices.add("the table " + entry.name() + " is not replicated: it serves a virtual table");
                } else {
                    table(sandbox, entry);
                }
            }
            // Indexes are taken with their tables.
            default -> {}
        }
    }

    private void table(Sandbox sandbox, SchemaEntry entry) {
        String sql = entry.sql();
        if (sql == null) {
            failures.put(entry.name(), "its declaration is missing in sqlite_schema");
            return;
        }
        List<String> indexes = uniqueIndexes(entry.name());
        boolean plain = sandbox.run(sql).isEmpty()
                && indexes.stream().allMatch(index -> sandbox.run(index).isEmpty());
        if (plain) {
            read(sandbox, entry.name(), sql, Set.of(), List.of());
        } else {
            withStandIns(entry.name(), sql, indexes);
        }
    }

    /** In a database of its own, so that it is known what this one table needs. */
    private void withStandIns(String table, String sql, List<String> indexes) {
        try (Sandbox sandbox = new Sandbox(TextEncoding.UTF_8)) {
            Set<String> standIns = new TreeSet<>();
            var failure = sandbox.run(sql, standIns);
            if (failure.isPresent()) {
                failures.put(table, "SQLite " + version() + " does not take its declaration: " + failure.get());
                return;
            }
            List<String> left = new ArrayList<>();
            for (String index : indexes) {
                sandbox.run(index, standIns)
                        .ifPresent(reason -> left.add("not carried over: " + index + ": " + reason));
            }
            read(sandbox, table, sql, standIns, left);
        }
    }

    private void read(Sandbox sandbox, String table, String sql, Set<String> standIns, List<String> left) {
        try {
            TableShape shape = new ShapeReader(sandbox, table).read(sql, standIns, left);
            if (shape.hasVirtualColumns() && !standIns.isEmpty()) {
                failures.put(table, "its generated columns may need what only the application knows: " + standIns);
            } else {
                shapes.put(table, shape);
            }
        } catch (SQLException e) {
            failures.put(table, "SQLite cannot tell its columns: " + Sandbox.reason(e));
        } catch (IllegalArgumentException e) {
            failures.put(table, "its declaration has no counterpart: " + e.getMessage());
        }
    }

    private List<String> uniqueIndexes(String table) {
        return entries.stream()
                .filter(entry -> entry.type().equals("index") && entry.table().equalsIgnoreCase(table))
                .map(SchemaEntry::sql)
                .filter(sql -> sql != null && UNIQUE_INDEX.matcher(sql).matches())
                .toList();
    }

    private static String version() {
        return org.sqlite.SQLiteJDBCLoader.getVersion();
    }
}
