package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.target.InMemoryTarget;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes up what a source might do: tables that come, change and go, and rows of every kind in them. */
final class RandomTables {

    static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final List<String> TYPES =
            List.of("", "INTEGER", "TEXT", "REAL", "NUMERIC", "DATE", "DATETIME", "BOOLEAN", "JSON", "BLOB");
    private static final List<Object> VALUES = List.of(
            0,
            1,
            5,
            Long.MIN_VALUE,
            0.5,
            -0.0,
            1e300,
            3.0,
            "",
            "x",
            "2024-02-29",
            "2024-02-29 10:00:00",
            "{\"a\": 1}",
            new byte[] {0, 1},
            "5");

    private final Random random;
    private final Map<String, Draft> drafts = new TreeMap<>();

    /** A table before it is written down as a {@link Shape}: column names and declared types; the first is the key. */
    private record Draft(Map<String, String> columns, boolean unique, String parent) {}

    RandomTables(Random random) {
        this.random = random;
    }

    private Shape shape(String name, Draft draft) {
        Shape shape = new Shape(name);
        boolean first = true;
        for (Map.Entry<String, String> column : draft.columns().entrySet()) {
            if (first) {
                shape.key(column.getKey(), column.getValue());
            } else if (column.getKey().startsWith("added")) {
                shape.column(column.getKey(), column.getValue(), "5", 5);
            } else {
                shape.column(column.getKey(), column.getValue());
            }
            first = false;
        }
        List<String> names = List.copyOf(draft.columns().keySet());
        if (draft.unique()) {
            shape.unique(names.getLast());
        }
        if (!draft.parent().isEmpty()) {
            shape.references(names.get(names.size() / 2), draft.parent());
        }
        return shape;
    }

    private Draft draft() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("id", random.nextBoolean() ? "INTEGER" : "");
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            columns.put("c" + i, TYPES.get(random.nextInt(TYPES.size())));
        }
        String parent = random.nextInt(2) == 0 ? NAMES.get(random.nextInt(NAMES.size())) : "";
        return new Draft(columns, random.nextInt(3) == 0, parent);
    }

    /** All tables with new rows; some are the rows that were there. */
    void snapshot(Story story, InMemoryTarget twin) {
        for (String name : NAMES) {
            if (random.nextInt(4) == 0) {
                drafts.remove(name);
            } else if (random.nextInt(3) == 0 || !drafts.containsKey(name)) {
                drafts.put(name, draft());
            }
        }
        drafts.forEach((name, draft) -> story.define(shape(name, draft).definition()));
        drafts.forEach((name, draft) -> {
            Shape shape = shape(name, draft);
            Map<Image, Image> before = twin.rows(name);
            Map<Image, Object[]> rows = new HashMap<>();
            if (before != null) {
                before.values().stream()
                        .filter(image -> image.names().equals(shape.definition().columnNames()))
                        .filter(image -> random.nextBoolean())
                        .forEach(image ->
                                rows.put(shape.keyOf(image), image.values().toArray()));
            }
            fresh(draft).forEach(row -> rows.put(shape.keyOf(shape.image(row)), row));
            rows.values().forEach(row -> story.upsert(shape, row));
        });
    }

    void transaction(Story story) {
        if (random.nextInt(3) == 0) {
            changeTables(story);
        }
        drafts.forEach((name, draft) -> {
            Shape shape = shape(name, draft);
            Map<Image, Object[]> rows = new HashMap<>();
            fresh(draft).forEach(row -> rows.put(shape.keyOf(shape.image(row)), row));
            for (Object[] row : rows.values()) {
                if (random.nextInt(3) == 0) {
                    story.delete(shape, row[0]);
                } else {
                    story.upsert(shape, row);
                }
            }
        });
    }

    private List<Object[]> fresh(Draft draft) {
        List<Object[]> rows = new ArrayList<>();
        int count = random.nextInt(5);
        boolean numbers = draft.columns().values().iterator().next().equals("INTEGER");
        for (int i = 0; i < count; i++) {
            Object[] row = new Object[draft.columns().size()];
            row[0] = numbers ? Integer.valueOf(random.nextInt(6)) : key();
            for (int c = 1; c < row.length; c++) {
                row[c] = value(List.copyOf(draft.columns().values()).get(c));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Postgres takes the two zeros for one key, as SQLite does. */
    private Object key() {
        Object value = VALUES.get(random.nextInt(VALUES.size()));
        return value.equals(-0.0) || value.equals(3.0) ? 0.25 : value;
    }

    /** Mostly what the declaration promises. */
    private Object value(String type) {
        int kind = random.nextInt(12);
        if (kind == 0) {
            return Value.NULL;
        }
        if (kind == 1) {
            return VALUES.get(random.nextInt(VALUES.size()));
        }
        return switch (type) {
            case "REAL" -> random.nextInt(4) - 0.5;
            case "TEXT" -> "text " + random.nextInt(9);
            case "DATE" -> "2024-01-0" + (1 + random.nextInt(9));
            case "DATETIME" -> "2024-01-01 00:00:0" + random.nextInt(9);
            case "JSON" -> "[" + random.nextInt(9) + "]";
            case "BLOB" -> new byte[] {(byte) random.nextInt()};
            case "BOOLEAN" -> random.nextInt(2);
            default -> random.nextInt(6);
        };
    }

    private void changeTables(Story story) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        Draft draft = drafts.get(name);
        if (draft == null) {
            drafts.put(name, draft());
            story.define(shape(name, drafts.get(name)).definition());
            return;
        }
        switch (random.nextInt(5)) {
            case 0 -> {
                drafts.remove(name);
                story.drop(name);
            }
            case 1 -> story.define(shape(name, draft).definition());
            default -> alter(story, name, draft);
        }
    }

    private void alter(Story story, String name, Draft draft) {
        List<String> names = List.copyOf(draft.columns().keySet());
        Map<String, String> columns = new LinkedHashMap<>();
        Map<String, String> former = new HashMap<>();
        String dropped = random.nextInt(3) == 0 && names.size() > 2 ? names.get(1) : "";
        String renamed = names.get(random.nextInt(names.size()));
        for (String column : names) {
            if (!column.equals(dropped)) {
                String now = column.equals(renamed) ? "r" + random.nextInt(1000) + "_storage" : column;
                columns.put(now, draft.columns().get(column));
                former.put(now, column);
            }
        }
        if (random.nextBoolean()) {
            columns.put("added" + random.nextInt(1000), TYPES.get(random.nextInt(TYPES.size())));
        }
        Draft changed = new Draft(columns, draft.unique(), draft.parent());
        String newName = NAMES.stream()
                .filter(free -> !drafts.containsKey(free))
                .findFirst()
                .orElse(name);
        drafts.remove(name);
        drafts.put(newName, changed);
        story.define(shape(newName, changed).definition(), new Lineage.Altered(name, former));
    }
}
