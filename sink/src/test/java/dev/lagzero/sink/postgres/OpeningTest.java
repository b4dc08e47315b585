package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.TargetException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a transaction begins with holds for the statement that takes it along. */
class OpeningTest extends PostgresCase {

    private final Shape item = new Shape("item").key("id", "INTEGER").column("name", "TEXT");

    @BeforeEach
    void table() throws Exception {
        apply(next().define(item.definition()));
    }

    private void onInsert(String statements) {
        database.run("CREATE FUNCTION public.look() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + statements
                + " RETURN NEW; END $$");
        database.run("CREATE TRIGGER look BEFORE INSERT ON public.item FOR EACH ROW EXECUTE FUNCTION public.look()");
    }

    @Test
    void aTriggerCanTellThatRowsAreOurs() throws Exception {
        onInsert("NEW.name := NEW.name || ': ' || current_setting('lagzero.applying', true);");
        apply(next().insert(item, 1, "one"));
        assertRows(item, row(1, "one: on"));
    }

    @Test
    void rowsMayTakeLongerThanTheRoleIsAllowed() throws Exception {
        database.run("ALTER ROLE lagzero_writer IN DATABASE " + database.name() + " SET statement_timeout = '100ms'");
        target.close();
        target = PostgresTarget.open(database.config());
        takeOver();
        apply(next().insert(item, 1, "one"));
        onInsert("PERFORM pg_sleep(0.5);");
        apply(next().insert(item, 2, "two"));
        assertRows(item, row(1, "one"), row(2, "two"));
    }

    @Test
    void rowsOfATenureThatHasEndedAreTakenBack() throws Exception {
        apply(next().insert(item, 1, "one"));
        Tenure ended = tenure;
        takeOver();
        assertThrows(
                TargetException.Fenced.class,
                () -> ended.apply(Story.batch(100, Story.at(1, 3).insert(item, 2, "two"))));
        assertRows(item, row(1, "one"));
        apply(Story.at(1, 3).insert(item, 3, "three"));
        assertRows(item, row(1, "one"), row(3, "three"));
    }
}
