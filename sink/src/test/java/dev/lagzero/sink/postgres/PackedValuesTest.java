package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.avro.RowAvro;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.table.TemporalPattern;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.net.NetRow;
import dev.lagzero.sink.shape.PhysicalColumn;
import dev.lagzero.sink.shape.Relation;
import dev.lagzero.sink.shape.TableDdl;
import dev.lagzero.sink.shape.TableShape;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.type.TargetType;
import dev.lagzero.sink.write.Fitting;
import dev.lagzero.sink.write.PackedCopier;
import dev.lagzero.sink.write.RowCopier;
import dev.lagzero.sink.write.RowPlan;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What Postgres keeps of packed rows is what it makes of their texts, bit by bit. */
class PackedValuesTest {

    private static final int ROWS = 20_000;
    private static final int RECORD = 500;

    private static final Relation PACKED = new Relation("public", "packed");
    private static final Relation SINGLE = new Relation("public", "single");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Server.Database database = Server.database();

    /** Of each type, values that a column of it can hold. */
    private Map<TargetType, Function<Integer, Object>> values() {
        Map<TargetType, Function<Integer, Object>> values = new LinkedHashMap<>();
        values.put(TargetType.BOOLEAN, i -> random.nextInt(2));
        values.put(TargetType.BIGINT, i -> integer(i));
        values.put(TargetType.NUMERIC, i -> integer(i));
        values.put(TargetType.DOUBLE, i -> real(i));
        values.put(TargetType.TEXT, i -> text());
        values.put(TargetType.BYTEA, i -> bytes());
        values.put(TargetType.JSON, i -> null);
        values.put(TargetType.DATE, i -> day(i));
        for (int fraction = 0; fraction <= 6; fraction++) {
            TemporalPattern pattern = new TemporalPattern(TemporalPattern.Kind.TIMESTAMP, fraction);
            values.put(TargetType.temporal(pattern), i -> time(i, pattern.fraction()));
        }
        return values;
    }

    private long integer(int i) {
        return switch (i % 4) {
            case 0 ->
                List.of(0L, Long.MIN_VALUE, Long.MAX_VALUE, 9_999L, 10_000L, -10_000L, 100_000_000L, -1L)
                        .get(random.nextInt(8));
            case 1 -> random.nextLong();
            // Of any length, and on both sides of a power of ten.
            case 2 -> random.nextLong() >> random.nextInt(64);
            default -> (long) Math.pow(10, random.nextInt(19)) - random.nextInt(3) + 1;
        };
    }

    private double real(int i) {
        double bits = Double.longBitsToDouble(random.nextLong());
        return switch (i % 4) {
            case 0 -> Double.isNaN(bits) ? -0.0 : bits;
            case 1 -> random.nextInt(1_000_000) / 100.0;
            case 2 -> Math.scalb(1.0, random.nextInt(2098) - 1074);
            default ->
                List.of(0.0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE)
                        .get(random.nextInt(5));
        };
    }

    private String text() {
        List<String> parts =
                List.of("a", "\t", "\n", "\r", "\\", "\\N", "\\.", "é", "€", "😀", "\u0001", " ", "'", "?");
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(20); left > 0; left--) {
            text.append(parts.get(random.nextInt(parts.size())));
        }
        return text.toString();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Any that there is from year 1 to 9999; often at the end of a month, and around the server's first. */
    private String day(int i) {
        int year = i % 3 == 0 ? 1996 + random.nextInt(9) : i % 3 == 1 ? 100 * (1 + random.nextInt(99)) : 0;
        int month = 1 + random.nextInt(12);
        while (true) {
            int anyYear = year == 0 ? 1 + random.nextInt(9999) : year;
            int day = random.nextBoolean() ? 28 + random.nextInt(4) : 1 + random.nextInt(28);
            String text = String.format("%04d-%02d-%02d", anyYear, month, day);
            if (TemporalPattern.of(text).equals(TemporalPattern.DATE)) {
                return text;
            }
        }
    }

    private String time(int i, int fraction) {
        boolean edge = random.nextInt(4) == 0;
        String second = edge
                ? random.nextBoolean() ? "00:00:00" : "23:59:59"
                : String.format("%02d:%02d:%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60));
        StringBuilder text = new StringBuilder(day(i)).append(' ').append(second);
        for (int digit = 1; digit <= fraction; digit++) {
            text.append(digit == 1 ? "." : "");
            text.append(digit == fraction ? 1 + random.nextInt(9) : edge ? 9 : random.nextInt(10));
        }
        return text.toString();
    }

    private RowEvent.Rows record(List<Row> rows) {
        var event = new RowEvent.Rows("shop", new SourcePosition(1, 1), 1, rows.size(), true, rows, "");
        return assertInstanceOf(RowEvent.Rows.class, RowAvro.decode(RowAvro.encode(event)));
    }

    private List<RowEvent.Rows> records(Shape shape, List<Function<Integer, Object>> values) {
        List<RowEvent.Rows> records = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            Object[] row = new Object[1 + values.size()];
            row[0] = i;
            for (int column = 1; column < row.length; column++) {
                row[column] =
                        random.nextInt(20) == 0 ? null : values.get(column - 1).apply(i);
            }
            Image image = shape.image(row);
            rows.add(new Row.Upsert(shape.name(), shape.keyOf(image), image));
            if (rows.size() == RECORD || i == ROWS - 1) {
                records.add(record(List.copyOf(rows)));
                rows.clear();
            }
        }
        return records;
    }

    private void copyRowByRow(Connection connection, TargetTable table, List<RowEvent.Rows> records) throws Exception {
        RowCopier copier = new RowCopier();
        List<PhysicalColumn> columns = table.physical();
        int[] at = columns.stream().mapToInt(PhysicalColumn::source).toArray();
        for (RowEvent.Rows event : records) {
            List<NetRow> rows =
                    event.rows().stream().map(row -> NetRow.of(row, event)).toList();
            RowPlan plan = Fitting.plan(table, rows);
            assertTrue(plan.misfits().isEmpty() && !plan.changesTable(), "seed " + seed);
            copier.copy(connection, DriverQuoting.DIALECT.relation(SINGLE), columns, at, plan.writes());
        }
    }

    @Test
    void packedRowsAreKeptAsThoseThatAreSentOneByOneAsText() throws Exception {
        Map<TargetType, Function<Integer, Object>> values = values();
        Shape shape = new Shape("t").key("id", "INTEGER");
        values.keySet().forEach(type -> shape.column("c_" + type.label(), ""));
        TargetTable table = TableShape.fresh("shop", shape.definition());
        for (TargetType type : values.keySet()) {
            table = TableShape.retyped(table, "c_" + type.label(), type);
        }
        for (Relation relation : List.of(PACKED, SINGLE)) {
            database.run(new TableDdl(DriverQuoting.DIALECT).create(table, relation));
        }
        List<RowEvent.Rows> records = records(shape, List.copyOf(values.values()));
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            assertEquals(
                    List.of(), new PackedCopier().copy(connection, PACKED, table, records, () -> {}), "seed " + seed);
            copyRowByRow(connection, table, records);
            connection.commit();
        }
        String different =
                database.ask("SELECT count(*) || ' rows, ' || min(id) FROM packed FULL JOIN single USING (id)"
                        + " WHERE record_send(packed) IS DISTINCT FROM record_send(single)");
        assertEquals(ROWS, Integer.parseInt(database.ask("SELECT count(*) FROM packed")));
        assertEquals(null, different, "seed " + seed);
    }
}
