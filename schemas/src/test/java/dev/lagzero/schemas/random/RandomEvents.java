package dev.lagzero.schemas.random;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.ForeignKey;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.table.TemporalPattern;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Any event that could be, from a seed. */
public final class RandomEvents {

    private static final long[] INTS = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, (1L << 53) + 1};
    private static final double[] REALS = {
        0.0,
        -0.0,
        1.0,
        0.1,
        1e300,
        -1e-300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        9007199254740993.0
    };
    private static final String[] TEXTS = {"", "a", "\u0000", "é\u0000x", "\"quoted\\\"", "日本", "😀", "\n\t", "NaN", "1"
    };

    private final Random random;

    public RandomEvents(long seed) {
        random = new Random(seed);
    }

    public Value value() {
        return switch (random.nextInt(6)) {
            case 0 -> Value.NULL;
            case 1 -> Value.of(random.nextBoolean() ? INTS[random.nextInt(INTS.length)] : random.nextLong());
            case 2 -> Value.of(REALS[random.nextInt(REALS.length)]);
            case 3 -> Value.of(TEXTS[random.nextInt(TEXTS.length)]);
            case 4 -> new Value.RawText(bytes(random.nextInt(20)));
            default -> Value.of(bytes(random.nextInt(20)));
        };
    }

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    public Image image(List<String> names) {
        return new Image(names, names.stream().map(name -> value()).toList());
    }

    public Header header() {
        long sequence = 1 + random.nextInt(3);
        return new Header(
                "shop",
                "sqlite",
                "shop.db",
                new SourcePosition(1 + random.nextInt(5), sequence),
                sequence == 1,
                random.nextBoolean() ? null : "compare",
                random.nextInt(Integer.MAX_VALUE));
    }

    public ChangeEvent event() {
        Header header = header();
        long ordinal = random.nextInt(100);
        return switch (random.nextInt(9)) {
            case 0 -> new ChangeEvent.Claimed("shop", 3, "instance", "because", 17);
            case 1 -> new ChangeEvent.Ended(header, ordinal);
            case 2 -> new ChangeEvent.TableDefined(header, ordinal, definition(), lineage());
            case 3 -> new ChangeEvent.TableDropped(header, ordinal, "t");
            case 4 -> new ChangeEvent.TableFailed(header, ordinal, "t", "no such function: f");
            case 6 -> rowsRead(ordinal);
            case 5 -> new ChangeEvent.RowOversize(header, ordinal, "t", image(List.of("id")), 70_000_000);
            default -> rowChanged(header, ordinal);
        };
    }

    public ChangeEvent.RowChanged rowChanged(Header header, long ordinal) {
        List<String> names = List.of("id", "weird \"name\"", "größe");
        Image before = image(names);
        List<Value> values = new ArrayList<>(image(names).values());
        values.set(0, before.values().getFirst());
        Image after = new Image(names, values);
        Image key = before.project(List.of("id"));
        return switch (random.nextInt(3)) {
            case 0 -> new ChangeEvent.RowChanged(header, ordinal, "t", key, before, after);
            case 1 -> new ChangeEvent.RowChanged(header, ordinal, "t", key, null, after);
            default -> new ChangeEvent.RowChanged(header, ordinal, "t", key, before, null);
        };
    }

    public ChangeEvent.RowsRead rowsRead(long ordinal) {
        List<String> names = List.of("id", "weird \"name\"", "größe");
        List<List<Value>> rows = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(5); i++) {
            rows.add(image(names).values());
        }
        Header header = new Header("shop", "sqlite", "shop.db", new SourcePosition(2, 1), true, "resync", 17);
        return new ChangeEvent.RowsRead(header, ordinal, "t", List.of("größe", "id"), names, rows);
    }

    public TableDefinition definition() {
        Census census = new Census(1, 2, 3, 4, 5, 6, 7, true, false, TemporalPattern.of("2024-01-01 10:11:12.5"), 99);
        return new TableDefinition(
                "t",
                List.of(
                        new ColumnDefinition("id", "INTEGER", true, null, Value.NULL, false, true, Census.EMPTY),
                        new ColumnDefinition("a", "", false, "1.5", value(), true, false, census)),
                List.of("id"),
                random.nextBoolean(),
                List.of(List.of("a", "id")),
                List.of(new ForeignKey(List.of("a"), "u", List.of(), "NO ACTION", "CASCADE")),
                List.of("CHECK (a > 0) is not carried over"));
    }

    public Lineage lineage() {
        return random.nextBoolean() ? new Lineage.Fresh() : new Lineage.Altered("t0", Map.of("a", "b", "id", "id"));
    }
}
