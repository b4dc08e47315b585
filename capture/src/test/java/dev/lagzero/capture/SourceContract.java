package dev.lagzero.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.memory.Audit;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What every kind of source promises, whatever it is; {@link SourceContractTest} holds real ones and broken ones to it. */
final class SourceContract {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
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
            freezeAhead(capture);
            freezeElsewhere(capture);
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
            freezeAhead(capture);
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
        Frozen frozen = new Frozen();
        source.freeze(capture, content -> {
            try {
                write(5);
            } catch (Exception e) {
                failures.add(e);
            }
            frozen.take(content);
        });
        assertEquals(List.of(), failures);
        assertShows(frozen, frozen.at);
    }

    private void assertShows(Frozen frozen, SourcePosition at) throws Exception {
        assertEquals(at, frozen.at);
        Audit audit = awaitTold(at);
        TABLES.forEach(table -> assertEquals(audit.texts(table), frozen.told.get(table), "frozen at " + at));
    }

    /** Who agrees on a position beforehand sees that one and no other, however fast the source goes. */
    private void freezeAhead(Capture capture) throws Exception {
        for (int attempt = 1; ; attempt++) {
            SourcePosition head = capture.freshHead().head();
            SourcePosition at = new SourcePosition(head.epoch(), head.sequence() + 1 + random.nextInt(4));
            CompletableFuture<Frozen> coming = CompletableFuture.supplyAsync(() -> frozen(capture, at, PATIENCE));
            while (!capture.freshHead().head().isAfter(at)) {
                write(1);
            }
            write(3);
            try {
                assertShows(coming.join(), at);
                return;
            } catch (CompletionException e) {
                // Asked too late: the source has passed it, and need not keep it.
                assertTrue(attempt < 5 && e.getCause() instanceof CaptureException, e.toString());
            }
        }
    }

    /** What is not there is not shown, and what lies behind is shown as it was, or not at all. */
    private void freezeElsewhere(Capture capture) throws Exception {
        SourcePosition head = capture.freshHead().head();
        SourcePosition never = new SourcePosition(head.epoch(), head.sequence() + 1000);
        assertThrows(CaptureException.class, () -> frozen(capture, never, Duration.ofMillis(20)));
        SourcePosition other = new SourcePosition(head.epoch() + 1, 1);
        assertThrows(CaptureException.class, () -> frozen(capture, other, Duration.ofMillis(20)));
        SourcePosition behind = new SourcePosition(head.epoch(), 1 + random.nextInt((int) head.sequence()));
        try {
            assertShows(frozen(capture, behind, PATIENCE), behind);
        } catch (CaptureException e) {
            assertTrue(e.getMessage().contains(" can be shown from "), e.getMessage());
        }
    }

    private Frozen frozen(Capture capture, SourcePosition at, Duration patience) {
        Frozen frozen = new Frozen();
        source.freeze(capture, at, patience, frozen::take);
        return frozen;
    }

    /** What was told of a source at a position. */
    private static final class Frozen {
        private final Map<String, Map<String, String>> told = new HashMap<>();
        private SourcePosition at = SourcePosition.NONE;

        Frozen() {
            TABLES.forEach(table -> told.put(table, new HashMap<>()));
        }

        void take(Capture.Content content) {
            at = content.position();
            content.tell(part -> SourceContract.take(part, told));
        }
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
