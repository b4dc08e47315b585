package dev.lagzero.sink.postgres;

import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.TargetException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values arrive as exactly under roles whose settings give statements and values another meaning. */
class OddSettingsTest extends ExactValuesTest {

    private static final List<String> SETTINGS = List.of(
            "array_nulls = off",
            "standard_conforming_strings = off",
            "transform_null_equals = on",
            "quote_all_identifiers = on",
            "DateStyle = 'German, DMY'",
            "IntervalStyle = 'sql_standard'",
            "bytea_output = 'escape'",
            "extra_float_digits = -10",
            "TimeZone = 'Asia/Kolkata'",
            "default_transaction_isolation = 'serializable'",
            "statement_timeout = '2s'",
            "idle_in_transaction_session_timeout = '1s'",
            "idle_session_timeout = '1s'",
            "search_path = 'nowhere'",
            "work_mem = '64kB'");

    @BeforeEach
    void oddSettings() throws TargetException {
        for (String role : List.of("lagzero_owner", "lagzero_writer")) {
            for (String setting : SETTINGS) {
                database.run("ALTER ROLE " + role + " IN DATABASE " + database.name() + " SET " + setting);
            }
        }
        target.close();
        target = PostgresTarget.open(database.config());
        takeOver();
    }

    @Test
    void aTextThatReadsLikeNothingIsNotNothing() throws Exception {
        Shape shape = new Shape("t").key("id", "INTEGER").column("v", "TEXT");
        apply(next().define(shape.definition()));
        apply(next().upsert(shape, 1, null).upsert(shape, 2, "NULL").upsert(shape, 3, "a\\'b\\"));
        assertRows(shape, row(1, null), row(2, "NULL"), row(3, "a\\'b\\"));
    }

    @Test
    void aKeyTooLongForAnIndexIsMadeUniqueAllTheSame() throws Exception {
        Random random = new Random(1);
        String longest = "\\'"
                + random.ints(8_000, 'A', 'z')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        Shape shape = new Shape("t").key("k", "TEXT").column("n", "INTEGER");
        large(next().define(shape.definition()).upsert(shape, longest, 1).upsert(shape, "\\", 2));
        apply(next().upsert(shape, longest, 3).delete(shape, "\\").upsert(shape, "\\\\", 4));
        assertRows(shape, row(longest, 3), row("\\\\", 4));
    }
}
