package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.TargetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WideningTest extends PostgresCase {

    @ParameterizedTest
    @CsvSource({
        "BOOLEAN, i0 i1, i7, boolean, bigint",
        "BOOLEAN, i1, r0.5, boolean, numeric",
        "BOOLEAN, i1, tyes, boolean, mixed",
        "INTEGER, i1 i-9223372036854775808, r2.5, bigint, numeric",
        "INTEGER, i1, r2.0, bigint, mixed",
        "INTEGER, i1, tx, bigint, mixed",
        "'', i1, r2.5, bigint, mixed",
        "REAL, r1.0 r-0.0 r1e300 rInfinity r5e-324, tx, double, mixed",
        "DECIMAL, i1 r2.5 r1e300 r-1e19 i-9223372036854775808 rInfinity, r2.0, numeric, mixed",
        "TEXT, tx, b00ff, text, mixed",
        "BLOB, b00ff b, tx, bytea, mixed",
        "DATE, t2024-02-29 t0001-01-01, tsoon, date, text",
        "DATE, t2024-02-29, i5, date, mixed",
        "DATETIME, t2024-02-29 T10:11:12, t2024-02-29 T10:11:12.5, text, text",
        "DATETIME, t2024-02-29_10:11:12.125 t0001-02-03_00:00:00.001, tnever, timestamp3, text",
        "DATETIME, t2024-02-29_10:11:12, t2024-02-29, timestamp0, text",
        "JSON, t{} t[1.0], t{, json, text",
        "JSON, t{}, b01, json, mixed"
    })
    void aColumnGetsWiderAndKeepsWhatItHolds(String declared, String first, String then, String before, String after)
            throws Exception {
        Shape shape = new Shape("t").key("id", "INTEGER").column("v", declared);
        apply(next().define(shape.definition()));
        Story story = next();
        String[] values = first.split(" ");
        Object[][] rows = new Object[values.length + 2][];
        for (int i = 0; i < values.length; i++) {
            rows[i] = row(i, value(values[i]));
            story.upsert(shape, rows[i]);
        }
        rows[values.length] = row(100, null);
        apply(story.upsert(shape, 100, null));
        assertEquals(before, type("t", "v"));
        rows[values.length + 1] = row(101, value(then));
        apply(next().upsert(shape, 101, value(then)));
        assertEquals(after, type("t", "v"));
        assertRows(shape, rows);
        if (!before.equals(after)) {
            assertEquals(
                    before + ">" + after,
                    ask("SELECT old_value || '>' || new_value FROM lagzero.schema_change WHERE change = 'widen'"
                            + " ORDER BY id DESC LIMIT 1"));
        }
    }

    /** An underscore stands for a space. */
    private static Object value(String text) {
        String rest = text.substring(1).replace('_', ' ');
        return switch (text.charAt(0)) {
            case 'i' -> Long.parseLong(rest);
            case 'r' -> Double.parseDouble(rest);
            case 'b' -> java.util.HexFormat.of().parseHex(rest);
            default -> rest;
        };
    }

    @Test
    void columnsThatForeignKeysTieGetWiderTogether() throws Exception {
        Shape parent = new Shape("parent").key("id", "INT").column("n", "TEXT");
        Shape child = new Shape("child").key("id", "INT").column("p", "INT").references("p", "parent");
        apply(next().define(parent.definition())
                .define(child.definition())
                .upsert(parent, 1, "a")
                .upsert(parent, 2, "b")
                .upsert(child, 1, 1));
        apply(next().upsert(parent, "x", "c").upsert(child, 2, "x"));
        assertEquals("mixed", type("parent", "id"));
        assertEquals("mixed", type("child", "p"));
        assertEquals("IN_FORCE", state("child", "FOREIGN_KEY"));
        assertRows(parent, row(1, "a"), row(2, "b"), row("x", "c"));
        assertRows(child, row(1, 1), row(2, "x"));
        apply(next().delete(parent, 2).upsert(parent, 1.5, "d").upsert(child, 1, 1.5));
        assertRows(parent, row(1, "a"), row("x", "c"), row(1.5, "d"));
        large(next().delete(parent, 1).upsert(parent, "x", "e"));
        assertRows(parent, row("x", "e"), row(1.5, "d"));
    }

    @Test
    void aLargeTransactionMakesColumnsWider() throws Exception {
        Shape shape = new Shape("t").key("id", "INT").column("v", "DATETIME").column("w", "INT");
        apply(next().define(shape.definition()));
        apply(next().upsert(shape, 1, null, 5));
        large(next().upsert(shape, 2, 1700000000, 0.5).upsert(shape, 3, 1700000001, "x"));
        assertEquals("bigint", type("t", "v"));
        assertEquals("mixed", type("t", "w"));
        assertRows(shape, row(1, null, 5), row(2, 1700000000, 0.5), row(3, 1700000001, "x"));
    }

    @Test
    void aViewInTheWayBlocksAndNothingIsLost() throws Exception {
        Shape shape = new Shape("t").key("id", "INT").column("v", "INT");
        apply(next().define(shape.definition()).upsert(shape, 1, 1));
        database.run("CREATE VIEW theirs AS SELECT v + 1 AS more FROM t");
        Story story = next().upsert(shape, 2, "x");
        TargetException.Blocked blocked = assertThrows(TargetException.Blocked.class, () -> apply(story));
        assertTrue(blocked.getMessage().contains("view theirs"), blocked.getMessage());
        assertRows(shape, row(1, 1));
        database.run("DROP VIEW theirs");
        takeOver();
        apply(story);
        assertRows(shape, row(1, 1), row(2, "x"));
    }
}
