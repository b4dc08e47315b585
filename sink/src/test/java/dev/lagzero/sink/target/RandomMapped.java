package dev.lagzero.sink.target;

import dev.lagzero.schemas.row.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Random transactions of one source, as a mapping would tell them: a source row is an item with a note, a vertex, tags it
 * shares with others, and edges to them. Only what is there is deleted.
 */
public final class RandomMapped {

    private static final String[] TAGS = {"red", "green", "blue", "it's \"x\""};

    private final String prefix;
    private final Random random;
    private final Map<String, List<Row>> items = new TreeMap<>();

    /** @param prefix of the keys that are not shared */
    public RandomMapped(String prefix, Random random) {
        this.prefix = prefix;
        this.random = random;
    }

    /** Some items change. */
    public void transaction(Story story) {
        int changes = random.nextInt(5);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
            String id = prefix + random.nextInt(8);
            if (!ids.contains(id)) {
                ids.add(id);
                change(story, id);
            }
        }
    }

    private void change(Story story, String id) {
        List<Row> before = items.getOrDefault(id, List.of());
        List<Row> after = random.nextInt(3) == 0 ? List.of() : item(id);
        List<Row> rows = new ArrayList<>();
        before.stream().filter(row -> !writes(after, row)).forEach(row -> rows.add(MappedRows.deleted(row)));
        rows.addAll(after);
        if (after.isEmpty()) {
            items.remove(id);
            rows.add(MappedRows.erase(story, id));
        } else {
            items.put(id, after);
            rows.add(MappedRows.append(story, id, "x" + random.nextInt(9)));
        }
        story.rows(rows);
    }

    private static boolean writes(List<Row> rows, Row wanted) {
        Row.Upsert upsert = (Row.Upsert) wanted;
        return rows.stream()
                .map(Row.Upsert.class::cast)
                .anyMatch(row -> row.place().equals(upsert.place()) && row.key().equals(upsert.key()));
    }

    private List<Row> item(String id) {
        List<Row> rows = new ArrayList<>();
        rows.add(MappedRows.note(id, "n" + random.nextInt(9), random.nextLong()));
        if (random.nextInt(4) > 0) {
            rows.add(MappedRows.vertex(
                    "Item", id, "size", random.nextInt(9), "weight", random.nextInt(5) * 0.25, "none", null));
        }
        for (String tag : TAGS) {
            if (random.nextInt(3) == 0) {
                int rank = random.nextInt(3);
                rows.add(MappedRows.shared("Tag", tag, MappedRows.share(id, rank), "by", id + random.nextInt(3)));
            }
            if (random.nextInt(3) == 0) {
                rows.add(MappedRows.edge("HAS_TAG", id, tag, "since", random.nextInt(9)));
            }
        }
        return rows;
    }

    /** All there is, and some of it has changed meanwhile. */
    public void snapshot(Story story) {
        for (int i = 0; i < 8; i++) {
            String id = prefix + i;
            if (random.nextInt(3) == 0) {
                items.remove(id);
            } else {
                List<Row> rows = item(id);
                items.put(id, rows);
                story.rows(rows);
            }
        }
    }
}
