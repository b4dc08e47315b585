package dev.lagzero.sink.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.avro.RowAvro;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.PackedRows;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.table.TemporalPattern;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.net.NetRow;
import dev.lagzero.sink.shape.TableShape;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.type.TargetType;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The short way sends what the rows hold, or leaves it to the long one. */
class PackedBinaryTest {

    private static final List<TargetType> TYPES = List.of(
            TargetType.BOOLEAN,
            TargetType.BIGINT,
            TargetType.DOUBLE,
            TargetType.NUMERIC,
            TargetType.TEXT,
            TargetType.BYTEA,
            TargetType.JSON,
            TargetType.MIXED,
            TargetType.DATE,
            TargetType.temporal(TemporalPattern.parse("timestamp0")),
            TargetType.temporal(TemporalPattern.parse("timestamp3")));

    private static final List<Value> VALUES = Stream.of(
                    null,
                    0,
                    1,
                    -7,
                    Long.MIN_VALUE,
                    Long.MAX_VALUE,
                    0.0,
                    -0.0,
                    1.5,
                    1e300,
                    Double.MIN_VALUE,
                    100_000 / 7.0,
                    Double.NEGATIVE_INFINITY,
                    "",
                    "plain text of some length",
                    "a\tb\nc\rd\\e\u0001f",
                    "é😀\uFFFD ?",
                    "with \u0000 in it",
                    "2024-02-29",
                    "2023-02-29",
                    "2024-02-29 12:00:00",
                    "2024-02-29 12:00:00.125",
                    new byte[0],
                    new byte[] {0, -1, 127},
                    new Value.RawText(new byte[] {-1}))
            .map(Shape::value)
            .toList();

    private final Shape shape = new Shape("t").key("id", "INTEGER").column("v", "");
    private final PackedBinary packed = new PackedBinary();

    private RowEvent.Rows event(List<Value> values) {
        List<Row> rows = IntStream.range(0, values.size())
                .mapToObj(i -> shape.image(i, values.get(i)))
                .<Row>map(image -> new Row.Upsert("t", shape.keyOf(image), image))
                .toList();
        return read(rows);
    }

    private RowEvent.Rows read(List<Row> rows) {
        var event = new RowEvent.Rows("shop", new SourcePosition(1, 1), 7, rows.size(), true, rows, "");
        RowEvent.Rows read = assertInstanceOf(RowEvent.Rows.class, RowAvro.decode(RowAvro.encode(event)));
        assertEquals(event, read);
        return read;
    }

    private TargetTable table(TargetType type) {
        return TableShape.retyped(TableShape.fresh("shop", shape.definition()), "v", type);
    }

    private boolean fits(RowPlan plan) {
        return plan.misfits().isEmpty() && !plan.changesTable();
    }

    /** @return whether the record was taken */
    private boolean check(TargetType type, List<Value> values) {
        TargetTable table = table(type);
        RowEvent.Rows event = event(values);
        RowPlan plan = Fitting.plan(
                table, event.rows().stream().map(row -> NetRow.of(row, event)).toList());
        packed.start(table);
        boolean taken = packed.add(assertInstanceOf(PackedRows.class, event.rows()));
        packed.end();
        String what = type + " of " + values;
        // Of what fits, some is made of more than its value, and some has to be looked at.
        boolean plain =
                switch (type.kind()) {
                    case JSON, MIXED -> false;
                    case NUMERIC -> values.stream().noneMatch(Value.Real.class::isInstance);
                    default -> true;
                };
        assertTrue(taken ? fits(plan) : !fits(plan) || !plain, what);
        List<List<Value>> rows = event.rows().stream()
                .map(row -> ((Row.Upsert) row).image().values())
                .toList();
        List<TargetType> types = List.of(TargetType.BIGINT, type);
        assertEquals(taken ? rows : List.of(), BinaryRows.read(packed.bytes(), packed.size(), types), what);
        return taken;
    }

    @Test
    void everyValueGoesIntoEveryTypeAsByTheLongWayOrNotAtAll() {
        for (TargetType type : TYPES) {
            for (Value value : VALUES) {
                check(type, List.of(value, Value.NULL));
            }
        }
    }

    @Test
    void whatIsPlainIsTaken() {
        assertTrue(check(TargetType.TEXT, List.of(Value.of("one"), Value.of("tw\\o"), Value.NULL)));
        assertTrue(check(TargetType.BIGINT, List.of(Value.of(Long.MIN_VALUE), Value.of(0))));
        assertTrue(check(TargetType.DOUBLE, List.of(Value.of(0.1), Value.of(-1e-300))));
        assertTrue(check(TargetType.BYTEA, List.of(Value.of(new byte[] {1, 2}), Value.NULL)));
        assertTrue(check(TargetType.DATE, List.of(Value.of("2024-02-29"), Value.NULL)));
        assertFalse(check(TargetType.DATE, List.of(Value.of("2024-02-29"), Value.of("2024-02-30"))));
        assertFalse(check(TargetType.TEXT, List.of(Value.of("good"), Value.of("\u0000"))));
        assertFalse(check(TargetType.MIXED, List.of(Value.of("text"), Value.of(1))));
        assertFalse(check(TargetType.MIXED, List.of(Value.NULL, Value.NULL)));
    }

    @Test
    void anyRowsOfAnyLengthGoTheSameWay() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            TargetType type = TYPES.get(random.nextInt(TYPES.size()));
            Value usual = VALUES.get(random.nextInt(VALUES.size()));
            List<Value> values = IntStream.rangeClosed(0, 1 + random.nextInt(20))
                    .mapToObj(n -> random.nextInt(12) == 0 ? VALUES.get(random.nextInt(VALUES.size())) : usual)
                    .toList();
            try {
                check(type, values);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void aZeroInATextIsFoundWhereverItStands() {
        for (int length = 1; length < 20; length++) {
            for (int place = 0; place < length; place++) {
                String around = "\u0001\u0080é".repeat(7);
                String text = around.substring(0, place) + "\0" + around.substring(place, length - 1);
                assertFalse(check(TargetType.TEXT, List.of(Value.of(text), Value.NULL)), place + " of " + length);
                assertTrue(check(TargetType.TEXT, List.of(Value.of(around.substring(0, length)), Value.NULL)));
            }
        }
    }

    /** As large as it may be, of as many columns as make it the most. */
    private PackedRows largest(Shape wide, Value value) {
        Object[] values =
                Collections.nCopies(wide.definition().columns().size(), value).toArray();
        values[0] = 1;
        Row row = new Row.Upsert("t", wide.key(1), wide.image(values));
        int two = RowAvro.encode(read(List.of(row, row))).length;
        int three = RowAvro.encode(read(List.of(row, row, row))).length;
        int rows = 2 + (PackedBinary.LARGEST - two) / (three - two) - 1;
        return (PackedRows) read(Collections.nCopies(rows, row)).rows();
    }

    @Test
    void theLargestRecordHasRoomWhateverItHolds() {
        Shape wide = new Shape("t").key("id", "INTEGER");
        IntStream.range(0, 100).forEach(i -> wide.column("c" + i, ""));
        for (TargetType type : TYPES) {
            TargetTable table = TableShape.fresh("shop", wide.definition());
            for (int i = 0; i < 100; i++) {
                table = TableShape.retyped(table, "c" + i, type);
            }
            for (Value value : VALUES) {
                PackedRows record = largest(wide, value);
                int bytes = record.bytes();
                assertTrue(bytes <= PackedBinary.LARGEST && bytes > PackedBinary.LARGEST * 0.95, "bytes " + bytes);
                packed.start(table);
                packed.clear();
                assertTrue(packed.hasRoom(record));
                packed.add(record);
                packed.end();
            }
        }
    }

    @Test
    void aNullWhereThereMustBeNoneIsLeft() {
        Shape strict = new Shape("t").key("id", "INTEGER").required("v", "TEXT");
        TargetTable table = TableShape.fresh("shop", strict.definition())
                .withConstraints(constraint -> constraint.inForce("NOT NULL"));
        packed.start(TableShape.retyped(table, "v", TargetType.TEXT));
        assertFalse(packed.add(
                (PackedRows) event(List.of(Value.of("a"), Value.NULL)).rows()));
        assertTrue(packed.add(
                (PackedRows) event(List.of(Value.of("a"), Value.of("b"))).rows()));
    }
}
