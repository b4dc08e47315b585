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
import dev.lagzero.sink.shape.PhysicalColumn;
import dev.lagzero.sink.shape.TableShape;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.type.TargetType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The short way sends what the long one sends, or leaves it to the long one. */
class PackedTextTest {

    private static final List<TargetType> TYPES = List.of(
            TargetType.BOOLEAN,
            TargetType.BIGINT,
            TargetType.DOUBLE,
            TargetType.NUMERIC,
            TargetType.TEXT,
            TargetType.BYTEA,
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
    private final PackedText packed = new PackedText();
    private final CopyText copy = new CopyText();

    private RowEvent.Rows event(List<Value> values) {
        List<Row> rows = IntStream.range(0, values.size())
                .mapToObj(i -> shape.image(i, values.get(i)))
                .<Row>map(image -> new Row.Upsert("t", shape.keyOf(image), image))
                .toList();
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

    private String theLongWay(RowPlan plan) throws SQLException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        copy.start((bytes, size) -> sent.write(bytes, 0, size));
        List<PhysicalColumn> columns = plan.table().physical();
        int[] at = columns.stream().mapToInt(PhysicalColumn::source).toArray();
        for (FittingRow row : plan.writes()) {
            copy.add(columns, at, row.values());
        }
        copy.flush();
        return sent.toString(StandardCharsets.UTF_8);
    }

    /** @return whether the record was taken */
    private boolean check(TargetType type, List<Value> values) throws SQLException {
        TargetTable table = table(type);
        RowEvent.Rows event = event(values);
        RowPlan plan = Fitting.plan(
                table, event.rows().stream().map(row -> NetRow.of(row, event)).toList());
        packed.start(table);
        boolean taken = packed.add(assertInstanceOf(PackedRows.class, event.rows()));
        String what = type + " of " + values;
        if (taken) {
            assertTrue(fits(plan), what);
            assertEquals(theLongWay(plan), new String(packed.buffer(), 0, packed.size(), StandardCharsets.UTF_8), what);
        } else {
            assertEquals(0, packed.size(), what);
        }
        return taken;
    }

    @Test
    void everyValueGoesIntoEveryTypeAsByTheLongWayOrNotAtAll() throws SQLException {
        for (TargetType type : TYPES) {
            for (Value value : VALUES) {
                check(type, List.of(value, Value.NULL));
            }
        }
    }

    @Test
    void whatIsPlainIsTaken() throws SQLException {
        assertTrue(check(TargetType.TEXT, List.of(Value.of("one"), Value.of("tw\\o"), Value.NULL)));
        assertTrue(check(TargetType.BIGINT, List.of(Value.of(Long.MIN_VALUE), Value.of(0))));
        assertTrue(check(TargetType.DOUBLE, List.of(Value.of(0.1), Value.of(-1e-300))));
        assertTrue(check(TargetType.BYTEA, List.of(Value.of(new byte[] {1, 2}), Value.NULL)));
        assertTrue(check(TargetType.DATE, List.of(Value.of("2024-02-29"), Value.NULL)));
        assertFalse(check(TargetType.DATE, List.of(Value.of("2024-02-29"), Value.of("2024-02-30"))));
        assertFalse(check(TargetType.TEXT, List.of(Value.of("good"), Value.of("\u0000"))));
        assertFalse(check(TargetType.MIXED, List.of(Value.of("text"), Value.of(1))));
    }

    @Test
    void anyRowsOfAnyLengthGoTheSameWay() throws SQLException {
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
            } catch (AssertionError | SQLException | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void theLargestRecordHasRoomWhateverItHolds() throws SQLException {
        for (Object filling : List.of("\\".repeat(100), new byte[100], 1.0 / 3, 1)) {
            Value value = Shape.value(filling);
            TargetType type =
                    switch (value) {
                        case Value.Text ignored -> TargetType.TEXT;
                        case Value.Blob ignored -> TargetType.BYTEA;
                        case Value.Real ignored -> TargetType.DOUBLE;
                        default -> TargetType.BIGINT;
                    };
            int rows = PackedText.LARGEST / (value instanceof Value.Int ? 8 : value instanceof Value.Real ? 15 : 109);
            RowEvent.Rows event =
                    event(IntStream.range(0, rows).mapToObj(i -> value).toList());
            PackedRows record = assertInstanceOf(PackedRows.class, event.rows());
            assertTrue(record.bytes() <= PackedText.LARGEST, "bytes " + record.bytes());
            packed.start(table(type));
            while (!packed.isFull()) {
                assertTrue(packed.add(record));
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
