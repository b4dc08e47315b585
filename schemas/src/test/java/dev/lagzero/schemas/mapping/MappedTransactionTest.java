package dev.lagzero.schemas.mapping;

import static dev.lagzero.schemas.mapping.Changes.image;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.mapping.catalog.Catalog;
import dev.lagzero.schemas.mapping.file.Settings;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.Share;
import dev.lagzero.schemas.value.Image;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Applying the difference of a whole transaction is mapping the state after it, whatever the transaction does. */
class MappedTransactionTest {

    private static final Mapping MAPPING = Catalog.GOVERNANCE.mapping(Settings.of("UTC", "salt"));
    private static final String[] TAGS = {null, "[]", "[\"x\"]", "[\"x\",\"X\",\"y\"]", "\"x\"", "{bad", "[\"y\",\"y\"]"
    };

    /** Where a row stands, and who holds it: the state of a target with its owners. */
    private record Held(Place place, Image key, Share share) {}

    private final Random random;
    private final long seed = Long.getLong("seed", System.nanoTime());

    MappedTransactionTest() {
        random = new Random(seed);
    }

    @Test
    void aDifferenceAppliedToTheStateBeforeIsTheStateAfter() {
        Map<String, Image> source = new TreeMap<>();
        Map<Held, Image> target = new HashMap<>();
        for (int transaction = 0; transaction < 2_000; transaction++) {
            Map<String, Image> after = new TreeMap<>(source);
            for (int i = random.nextInt(5); i >= 0; i--) {
                step(after);
            }
            apply(target, source, after);
            assertEquals(mapped(after), target, "transaction " + transaction + ", -Dseed=" + seed);
            source = after;
        }
    }

    private void step(Map<String, Image> rows) {
        String one = "a" + random.nextInt(6);
        String other = "a" + random.nextInt(6);
        switch (random.nextInt(4)) {
            case 0 -> rows.remove(one);
            case 1 -> swap(rows, one, other);
            default -> rows.put(one, agent(one));
        }
    }

    /** Two rows exchange their keys: each key holds what the other held. */
    private static void swap(Map<String, Image> rows, String one, String other) {
        Image first = rows.get(one);
        Image second = rows.get(other);
        if (first != null && second != null) {
            rows.put(
                    one,
                    image(
                            "agent_id",
                            one,
                            "tags_json",
                            second.get("tags_json"),
                            "parent_agent_id",
                            second.get("parent_agent_id")));
            rows.put(
                    other,
                    image(
                            "agent_id",
                            other,
                            "tags_json",
                            first.get("tags_json"),
                            "parent_agent_id",
                            first.get("parent_agent_id")));
        }
    }

    private Image agent(String id) {
        String parent = random.nextBoolean() ? null : "a" + random.nextInt(8);
        return image("agent_id", id, "tags_json", TAGS[random.nextInt(TAGS.length)], "parent_agent_id", parent);
    }

    private static Map<Held, Image> mapped(Map<String, Image> source) {
        Map<Held, Image> rows = new HashMap<>();
        for (Image image : source.values()) {
            apply(rows, Changes.difference(MAPPING, "agent_metadata", null, image));
        }
        return rows;
    }

    private static void apply(Map<Held, Image> target, Map<String, Image> before, Map<String, Image> after) {
        List<String> keys = new ArrayList<>(new java.util.TreeSet<>(before.keySet()));
        after.keySet().stream().filter(key -> !before.containsKey(key)).forEach(keys::add);
        List<Row> rows = new ArrayList<>();
        for (String key : keys) {
            Image was = before.get(key);
            Image is = after.get(key);
            if (was == null ? is != null : !was.equals(is)) {
                rows.addAll(Changes.difference(MAPPING, "agent_metadata", was, is));
            }
        }
        apply(target, rows);
    }

    /** An upsert beats a delete of the same transaction, in any order. */
    private static void apply(Map<Held, Image> target, List<Row> rows) {
        for (Row row : rows) {
            if (row instanceof Row.Delete delete) {
                target.remove(new Held(delete.place(), delete.key(), holder(delete.share())));
            }
        }
        for (Row row : rows) {
            if (row instanceof Row.Upsert upsert) {
                target.put(new Held(upsert.place(), upsert.key(), holder(upsert.share())), upsert.image());
            }
        }
    }

    private static Share holder(Share share) {
        return share == null ? null : new Share(share.table(), share.key(), 0);
    }
}
