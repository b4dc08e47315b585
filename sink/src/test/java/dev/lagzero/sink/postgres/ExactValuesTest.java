package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.type.RealText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExactValuesTest extends PostgresCase {

    /** The three ways a row can take into a table. */
    enum Way {
        BATCH,
        LARGE,
        SNAPSHOT
    }

    private static final List<Object> INTEGERS =
            List.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, (1L << 53) + 1);
    private static final List<Object> REALS = List.of(
            0.0,
            -0.0,
            1.0,
            0.1,
            1e300,
            -1e300,
            5e-324,
            Double.MAX_VALUE,
            Double.MIN_NORMAL,
            2e23,
            9007199254740993.0,
            0x1p63,
            -0x1p63,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
    private static final List<Object> TEXTS = List.of(
            "", " ", "null", "\\N", "\\.", "\\x00", "a\tb\nc\rd\\e", "'\"?{}$1", "é€😀", "\u0001\u007f", "1", "1.0");
    private static final List<Object> BLOBS = List.of(
            new byte[0],
            new byte[] {0, -1, 127, -128, 92, 9, 10},
            "text".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    @ParameterizedTest
    @EnumSource(Way.class)
    void eachStorageClassComesBackBitByBitFromItsOwnType(Way way) throws Exception {
        Shape shape = new Shape("t")
                .key("id", "INTEGER")
                .column("i", "INTEGER")
                .column("r", "REAL")
                .column("t", "TEXT")
                .column("b", "BLOB");
        List<Object[]> rows = new ArrayList<>();
        for (int i = 0; i < REALS.size(); i++) {
            rows.add(row(
                    i,
                    INTEGERS.get(i % INTEGERS.size()),
                    REALS.get(i),
                    TEXTS.get(i % TEXTS.size()),
                    BLOBS.get(i % BLOBS.size())));
        }
        rows.add(row(1000, null, null, null, null));
        send(way, shape, rows);
        assertEquals("bigint", type("t", "i"));
        assertEquals("double", type("t", "r"));
        assertEquals("text", type("t", "t"));
        assertEquals("bytea", type("t", "b"));
        assertRows(shape, rows.toArray(Object[][]::new));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void allStorageClassesInOneColumnComeBackBitByBit(Way way) throws Exception {
        Shape shape = new Shape("t").key("id", "INTEGER").column("v", "").column("v_storage", "TEXT");
        List<Object> values = new ArrayList<>(INTEGERS);
        values.addAll(REALS);
        values.addAll(TEXTS);
        values.addAll(BLOBS);
        values.add(Value.NULL);
        List<Object[]> rows = new ArrayList<>();
        values.forEach(value -> rows.add(row(rows.size(), value, "taken")));
        send(way, shape, rows);
        assertEquals("mixed", type("t", "v"));
        assertRows(shape, rows.toArray(Object[][]::new));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void keysOfMixedStorageClassesAreKeptApart(Way way) throws Exception {
        Shape shape = new Shape("t").key("k", "").column("n", "INTEGER");
        List<Object[]> rows = List.of(row("1", 1), row(1, 2), row(1.5, 3), row(new byte[] {'1'}, 4), row("1.5", 5));
        send(way, shape, rows);
        assertRows(shape, rows.toArray(Object[][]::new));
        apply(next().delete(shape, 1).delete(shape, "1.5").upsert(shape, 1.5, 33));
        assertRows(shape, row("1", 1), row(1.5, 33), row(new byte[] {'1'}, 4));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void numbersOfADecimalColumnStayIntegersAndReals(Way way) throws Exception {
        Shape shape = new Shape("t").key("id", "INTEGER").column("v", "DECIMAL(10,2)");
        List<Object[]> rows = new ArrayList<>();
        for (Object value :
                List.of(1L, 19.99, Long.MIN_VALUE, 5e-324, 1e300, 0x1p63, -1.5e19, Double.POSITIVE_INFINITY, 0.1)) {
            rows.add(row(rows.size(), value));
        }
        send(way, shape, rows);
        assertEquals("numeric", type("t", "v"));
        assertRows(shape, rows.toArray(Object[][]::new));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void datesTimesBooleansAndJsonComeBackCharacterByCharacter(Way way) throws Exception {
        Shape shape = new Shape("t")
                .key("id", "INTEGER")
                .column("d", "DATE")
                .column("s", "DATETIME")
                .column("f", "TIMESTAMP")
                .column("b", "BOOLEAN")
                .column("j", "JSON");
        List<Object[]> rows = List.of(
                row(1, "2024-02-29", "0001-01-01 00:00:00", "9999-12-31 23:59:59.125", 1, "{\"a\" : 1.0,\"a\":2}"),
                row(2, "0001-01-01", "2024-02-29 23:59:59", "2024-01-01 00:00:00.001", 0, " [1, \"\\u0000\"] "));
        send(way, shape, rows);
        assertEquals("date", type("t", "d"));
        assertEquals("timestamp0", type("t", "s"));
        assertEquals("timestamp3", type("t", "f"));
        assertEquals("boolean", type("t", "b"));
        assertEquals("json", type("t", "j"));
        assertRows(shape, rows.toArray(Object[][]::new));
    }

    private void send(Way way, Shape shape, List<Object[]> rows) throws Exception {
        if (way == Way.SNAPSHOT) {
            Story story = next().define(shape.definition());
            rows.forEach(row -> story.upsert(shape, row));
            large(story);
            return;
        }
        apply(next().define(shape.definition()));
        Story story = next();
        rows.forEach(row -> story.upsert(shape, row));
        if (way == Way.LARGE) {
            large(story);
        } else {
            apply(story);
        }
    }

    @Test
    void threeHundredColumnsOfEveryClassAndLargeValuesArrive() throws Exception {
        Shape shape = new Shape("wide").key("id", "INTEGER");
        for (int i = 0; i < 300; i++) {
            shape.column("c" + i, "");
        }
        List<Object[]> rows = new ArrayList<>();
        Object[] samples = {7, 7.5, "seven", new byte[] {7}, null};
        for (int row = 0; row < 5; row++) {
            Object[] values = new Object[301];
            values[0] = row;
            for (int i = 1; i <= 300; i++) {
                values[i] = samples[(row + i) % samples.length];
            }
            rows.add(values);
        }
        rows.get(0)[1] = "€".repeat(5_000_000 / 3);
        rows.get(1)[1] = new byte[5_000_000];
        send(Way.BATCH, shape, rows);
        assertRows(shape, rows.toArray(Object[][]::new));
    }

    @Test
    void aRandomRealIsWrittenAsPostgresWritesIt() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Double[] values = new Double[50_000];
        for (int i = 0; i < values.length; i++) {
            double bits = Double.longBitsToDouble(random.nextLong());
            values[i] = switch (i % 4) {
                case 0 -> Double.isNaN(bits) ? 1.0 : bits;
                case 1 -> random.nextInt(1_000_000) / 100.0;
                case 2 -> Math.scalb(1.0, random.nextInt(2098) - 1074);
                default -> Math.pow(10, random.nextInt(600) - 300);
            };
        }
        Map<Double, String> different = new HashMap<>();
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement("SELECT v, v::text FROM unnest(?) v")) {
            statement.setArray(1, connection.createArrayOf("float8", values));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (!RealText.of(rows.getDouble(1)).equals(rows.getString(2))) {
                        different.put(rows.getDouble(1), rows.getString(2));
                    }
                }
            }
        }
        assertEquals(Map.of(), different, "seed " + seed);
    }

    @Test
    void randomChangesOfRandomValuesEndEqual() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Shape shape = new Shape("t")
                .key("id", "INTEGER")
                .column("a", "NUMERIC")
                .column("b", "TEXT")
                .column("c", "");
        apply(next().define(shape.definition()));
        Map<Image, Image> model = new HashMap<>();
        List<Object> pool = new ArrayList<>(INTEGERS);
        pool.addAll(REALS);
        pool.addAll(TEXTS);
        pool.addAll(BLOBS);
        for (int round = 0; round < 60; round++) {
            Story[] stories = new Story[1 + random.nextInt(4)];
            for (int i = 0; i < stories.length; i++) {
                stories[i] = next();
                for (int id = 0; id < 12; id++) {
                    change(random, stories[i], shape, model, row(id, pool, round));
                }
            }
            if (stories.length == 1 && random.nextBoolean()) {
                large(stories[0]);
            } else {
                apply(stories);
            }
        }
        assertEquals(model, rows(shape), "seed " + seed);
    }

    @SuppressWarnings("unchecked")
    private void change(Random random, Story story, Shape shape, Map<Image, Image> model, Object[] what) {
        int id = (int) what[0];
        List<Object> pool = (List<Object>) what[1];
        int reach = Math.min(pool.size(), 3 + (int) what[2]);
        switch (random.nextInt(4)) {
            case 0 -> {
                story.delete(shape, id);
                model.remove(shape.key(id));
            }
            case 1, 2 -> {
                Image image = shape.image(
                        id,
                        pool.get(random.nextInt(reach)),
                        pool.get(random.nextInt(reach)),
                        pool.get(random.nextInt(reach)));
                story.upsert(shape, image.values().toArray());
                model.put(shape.key(id), image);
            }
            default -> {
                // Untouched this time.
            }
        }
    }
}
