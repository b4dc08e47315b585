package dev.lagzero.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.memory.Audit;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What every kind of source promises, whatever it is; {@link SourceContractTest} holds real ones and broken ones to it. */
final class SourceContract {

    private static final List<String> TABLES = List.of("notes", "tags");

    private final SourceUnderTest source;
    private final Random random;
    private final Map<String, Map<String, String>> model = new HashMap<>();

    private SourceContract(SourceUnderTest source, long seed) {
        this.source = source;
        this.random = new Random(seed);
        TABLES.forEach(table -> model.put(table, new HashMap<>()));
    }

    /** @throws AssertionError when a promise does not hold */
    static void check(SourceUnderTest source, long seed) throws Exception {
        new SourceContract(source, seed).check();
    }

    private void check() throws Exception {
        try (Capture capture = source.start()) {
            write(40);
            assertToldAll(capture);
            freeze(capture);
            write(10);
            assertToldAll(capture);
        }
        long claims = Audit.claims(source.log());
        try (Capture capture = source.start()) {
            write(20);
            assertToldAll(capture);
            assertEquals(claims, Audit.claims(source.log()), "after a stop in order nothing is in doubt");
        }
        source.forget();
        try (Capture capture = source.start()) {
            write(20);
            assertToldAll(capture);
            assertTrue(Audit.claims(source.log()) > claims, "without its memory it claims anew");
            freeze(capture);
        }
    }

    /** Transactions over both tables, written and remembered. */
    private void write(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            List<SourceUnderTest.Put> puts = new ArrayList<>();
            for (int j = random.nextInt(6); j >= 0; j--) {
                String value = random.nextInt(4) == 0 ? null : "v" + random.nextInt(1000);
                puts.add(new SourceUnderTest.Put(TABLES.get(random.nextInt(2)), "k" + random.nextInt(30), value));
            }
            source.write(puts);
            for (SourceUnderTest.Put put : puts) {
                if (put.value() == null) {
                    model.get(put.table()).remove(put.key());
                } else {
                    model.get(put.table()).put(put.key(), put.value());
                }
            }
        }
    }

    /** A fresh head covers every commit, and what stands in the log up to it is exactly what was committed. */
    private void assertToldAll(Capture capture) throws Exception {
        SourcePosition head = capture.freshHead().head();
        Audit audit = awaitTold(head);
        assertEquals(List.of(), audit.faults());
        TABLES.forEach(table -> assertEquals(model.get(table), audit.texts(table), table + " at " + head));
    }

    private Audit awaitTold(SourcePosition head) throws Exception {
        long end = System.nanoTime() + 30_000_000_000L;
        while (true) {
            Audit audit = Audit.until(source.log(), head);
            if (!head.isAfter(audit.applied())
                    || System.nanoTime() > end
                    || !audit.faults().isEmpty()) {
                assertFalse(head.isAfter(audit.applied()), head + " is not whole in the log: " + audit.faults());
                return audit;
            }
            Thread.sleep(20);
        }
    }

    /** What is frozen is what the log tells up to its position, also while the source goes on. */
    private void freeze(Capture capture) throws Exception {
        List<Exception> failures = new ArrayList<>();
        Map<String, Map<String, String>> told = new HashMap<>();
        TABLES.forEach(table -> told.put(table, new HashMap<>()));
        SourcePosition[] at = {SourcePosition.NONE};
        source.freeze(capture, content -> {
            at[0] = content.position();
            try {
                write(5);
            } catch (Exception e) {
                failures.add(e);
            }
            content.tell(part -> take(part, told));
        });
        assertEquals(List.of(), failures);
        Audit audit = awaitTold(at[0]);
        TABLES.forEach(table -> assertEquals(audit.texts(table), told.get(table), "frozen at " + at[0]));
    }

    private static void take(ChangeEvent.Part part, Map<String, Map<String, String>> told) {
        if (part instanceof ChangeEvent.RowChanged row && told.containsKey(row.table())) {
            Image after = row.after();
            told.get(row.table()).put(text(after.get("key")), text(after.get("value")));
        }
    }

    private static String text(Value value) {
        return ((Value.Text) value).value();
    }
}
