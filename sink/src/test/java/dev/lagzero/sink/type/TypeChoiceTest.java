package dev.lagzero.sink.type;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeChoiceTest {

    private static final List<Value> SAMPLES = List.of(
            Value.of(0),
            Value.of(1),
            Value.of(7),
            Value.of(2.5),
            Value.of(-0.0),
            Value.of("2024-02-29"),
            Value.of("2024-02-29 10:11:12"),
            Value.of("{}"),
            Value.of("soon"),
            Value.of(new byte[] {1}));

    private static final List<String> DECLARED = List.of(
            "",
            "INTEGER",
            "TEXT",
            "REAL",
            "BLOB",
            "NUMERIC",
            "DECIMAL(9,2)",
            "BOOLEAN",
            "DATE",
            "DATETIME",
            "JSON",
            "MONEY");

    private static ColumnDefinition column(String declared, Census census) {
        return new ColumnDefinition("c", declared, false, null, Value.NULL, false, false, census);
    }

    private static Census census(Value... values) {
        Tally tally = new Tally();
        for (Value value : values) {
            tally.add(value);
        }
        return tally.census();
    }

    /** An underscore stands for a space. */
    private static Value value(String text) {
        return switch (text.charAt(0)) {
            case 'i' -> Value.of(Long.parseLong(text.substring(1)));
            case 'r' -> Value.of(Double.parseDouble(text.substring(1)));
            case 'b' -> Value.of(new byte[] {1});
            default -> Value.of(text.substring(1).replace('_', ' '));
        };
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, i7, bigint",
        "BOOLEAN, i0 i1, boolean",
        "BOOLEAN, i0 i2, bigint",
        "INTEGER, i0 i1, bigint",
        "DECIMAL(9;2), i7, numeric",
        "DATETIME, i1700000000, bigint",
        "MONEY, r19.99, numeric",
        "REAL, r19.99 r1.0, double",
        "'', r19.99, double",
        "NUMERIC, i1 r0.5, numeric",
        "NUMERIC, i1 r1.0, mixed",
        "'', i1 r0.5, mixed",
        "TEXT, tx, text",
        "TEXT, t2024-02-29, text",
        "DATE, t2024-02-29, date",
        "DATE, t2024-02-30, text",
        "DATETIME, t2024-02-29_10:11:12.5, timestamp1",
        "DATE, t2024-02-29 i7, mixed",
        "JSON, t{} t[], json",
        "JSON, t{, text",
        "TEXT, t{}, text",
        "BLOB, b, bytea",
        "BLOB, b tx, mixed"
    })
    void theNarrowestTypeIsChosenFromDeclarationAndCensus(String declared, String values, String type) {
        Tally tally = new Tally();
        for (String each : values.split(" ")) {
            tally.add(value(each));
        }
        assertEquals(
                type,
                TypeChoice.choose(column(declared.replace(';', ','), tally.census()), false)
                        .label());
    }

    @ParameterizedTest
    @CsvSource({
        "INTEGER, bigint",
        "REAL, double",
        "TEXT, text",
        "BLOB, bytea",
        "'', bytea",
        "NUMERIC, numeric",
        "BOOLEAN, boolean",
        "DATE, date",
        "TIMESTAMP, timestamp0",
        "JSON, json"
    })
    void anEmptyColumnIsWhatItsDeclarationSays(String declared, String type) {
        assertEquals(
                type, TypeChoice.choose(column(declared, Census.EMPTY), false).label());
    }

    @Test
    void jsonIsNotChosenWherePostgresMustCompare() {
        assertEquals(
                "text", TypeChoice.choose(column("JSON", Census.EMPTY), true).label());
        assertEquals(
                "text",
                TypeChoice.choose(column("JSON", census(Value.of("{}"))), true).label());
    }

    @Test
    void whatIsChosenHoldsWhatWasCounted() {
        for (String declared : DECLARED) {
            for (Value one : SAMPLES) {
                for (Value other : SAMPLES) {
                    TargetType type = TypeChoice.choose(column(declared, census(one, other)), false);
                    String message = declared + " " + one + " " + other + " " + type;
                    assertTrue(type.holds(one) && type.holds(other), message);
                }
            }
        }
    }

    @Test
    void aWiderTypeHoldsTheValueAndIsReachedFromEveryType() {
        for (String declared : DECLARED) {
            for (Value one : SAMPLES) {
                ColumnDefinition column = column(declared, census(one));
                TargetType type = TypeChoice.choose(column, false);
                for (Value other : SAMPLES) {
                    TargetType wider = Widening.toHold(type, other, column.affinity());
                    String message = declared + " " + type + " " + other + " " + wider;
                    assertTrue(wider.holds(one) && wider.holds(other), message);
                    assertEquals(wider, Widening.join(type, wider), message);
                    assertTrue(Conversion.expression(type, wider, "c").contains("c"), message);
                }
            }
        }
    }

    @Test
    void joiningIsCommutativeAndHoldsBoth() {
        for (Value one : SAMPLES) {
            for (Value other : SAMPLES) {
                for (String declared : DECLARED) {
                    TargetType left = TypeChoice.choose(column(declared, census(one)), false);
                    TargetType right = TypeChoice.choose(column(declared, census(other)), false);
                    TargetType joined = Widening.join(left, right);
                    assertEquals(joined, Widening.join(right, left));
                    assertTrue(joined.holds(one) && joined.holds(other), left + " " + right + " " + joined);
                }
            }
        }
    }

    @Test
    void labelsReadBack() {
        for (String declared : DECLARED) {
            for (Value one : SAMPLES) {
                TargetType type = TypeChoice.choose(column(declared, census(one)), false);
                assertEquals(type, TargetType.parse(type.label()));
            }
        }
    }
}
