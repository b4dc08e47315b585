package dev.lagzero.capture.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.journal.Change;
import dev.lagzero.capture.journal.RefusedWrite;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoreTest {

    private static final TextShape A = new TextShape("a");
    private static final TextShape B = new TextShape("b");

    private final MemoryLedger ledger = new MemoryLedger();
    private final Store store = new Store(ledger);

    StoreTest() {
        store.declare(A);
        store.declare(B);
        store.declare(RequestShape.REQUESTS);
    }

    @Test
    void itDoesWhatAHashMapDoesAndTheLedgerTellsTheSame() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> model = new HashMap<>();
        JournaledMap<String, String> map = store.map(A);
        for (int i = 0; i < 5_000; i++) {
            String key = "k" + random.nextInt(20);
            String value = "v" + random.nextInt(3);
            String other = "v" + random.nextInt(3);
            switch (random.nextInt(10)) {
                case 0 -> assertEquals(model.put(key, value), map.put(key, value));
                case 1 -> assertEquals(model.remove(key), map.remove(key));
                case 2 -> assertEquals(model.putIfAbsent(key, value), map.putIfAbsent(key, value));
                case 3 -> assertEquals(model.remove(key, value), map.remove(key, value));
                case 4 -> assertEquals(model.replace(key, value), map.replace(key, value));
                case 5 -> assertEquals(model.replace(key, value, other), map.replace(key, value, other));
                case 6 ->
                    assertEquals(
                            model.merge(key, value, (x, y) -> x.equals(y) ? null : y),
                            map.merge(key, value, (x, y) -> x.equals(y) ? null : y));
                case 7 ->
                    assertEquals(
                            model.computeIfPresent(key, (k, v) -> v.equals(other) ? null : value),
                            map.computeIfPresent(key, (k, v) -> v.equals(other) ? null : value));
                case 8 ->
                    assertEquals(
                            model.keySet().removeIf(value::endsWith),
                            map.keySet().removeIf(value::endsWith));
                default -> assertEquals(model.get(key), map.get(key));
            }
            assertEquals(model, map, "seed " + seed);
        }
        assertEquals(model, ledger.texts("a"), "seed " + seed);
        assertFalse(ledger.changes.stream().anyMatch(each -> each.isEmpty()), "nothing is written for nothing");
    }

    @Test
    void aTransactionIsOneChangeOfEachRowAndSeesItself() {
        store.map(A).put("gone", "1");
        ledger.changes.clear();
        store.atomically(() -> {
            store.map(A).put("x", "1");
            store.map(A).put("x", "2");
            assertEquals("2", store.map(A).get("x"));
            store.map(A).remove("gone");
            assertEquals(Map.of("x", "2"), store.map(A));
            store.map(B).put("never", "1");
            store.map(B).remove("never");
            store.map(B).put("y", "3");
        });
        assertEquals(1, ledger.changes.size());
        assertEquals(3, ledger.changes.getFirst().size(), "a row that ends as it was is no change");
        assertEquals(Map.of("y", "3"), store.map(B));
    }

    @Test
    void whatIsRefusedOrThrownLeavesEverythingAsItWas() {
        store.map(A).put("x", "1");
        ledger.full = true;
        assertThrows(RefusedWrite.class, () -> store.map(A).put("x", "2"));
        assertThrows(RefusedWrite.class, () -> store.map(A).remove("x"));
        assertThrows(
                RefusedWrite.class,
                () -> store.atomically(() -> {
                    store.map(B).put("y", "1");
                    new RowTables(store).write(List.of(row("new", 1)));
                }));
        assertEquals(Optional.empty(), store.find("new"));
        ledger.full = false;
        assertThrows(
                IllegalStateException.class,
                () -> store.atomically(() -> {
                    store.map(B).put("y", "1");
                    throw new IllegalStateException("of the application's own");
                }));
        assertEquals(Map.of("x", "1"), store.map(A));
        assertTrue(store.map(B).isEmpty());
        assertNull(store.map(B).get("y"));
    }

    private static RowWrite row(String table, long id) {
        return new RowWrite.Upsert(
                table, List.of(), new Image(List.of("id"), List.of(Value.of(id))), List.of("INTEGER"));
    }

    @Test
    void aTableGrowsWithItsRowsAndKeepsWhatItHad() {
        RowTables tables = new RowTables(store);
        tables.write(List.of(row("t", 1)));
        Image wider = new Image(List.of("id", "name", "none"), List.of(Value.of(2), Value.of("b"), Value.NULL));
        tables.write(List.of(new RowWrite.Upsert("t", List.of(), wider, List.of("INTEGER", "TEXT", ""))));
        assertEquals(List.of("id", "name"), store.find("t").orElseThrow().columnNames());
        List<Image> rows = new ArrayList<>();
        store.rows("t", rows::add);
        assertEquals(2, rows.size());
        assertTrue(rows.contains(new Image(List.of("id", "name"), List.of(Value.of(1), Value.NULL))));
        assertEquals(2, ledger.changes.getLast().size(), "the definition, and the row");
        assertTrue(ledger.changes.getLast().getFirst() instanceof Change.Defined);
    }

    @Test
    void aWriteThatMakesNoSenseNamesItselfAndUndoesTheOthers() {
        RowTables tables = new RowTables(store);
        WrongWrite wrong = assertThrows(
                WrongWrite.class,
                () -> tables.write(List.of(
                        row("t", 1),
                        new RowWrite.Upsert(
                                "t", List.of(), new Image(List.of("x"), List.of(Value.of(1))), List.of("")))));
        assertEquals(1, wrong.index());
        assertEquals("/row/id", wrong.field());
        assertEquals(Optional.empty(), store.find("t"));
    }

    @Test
    void aRequestHappensOnceUnderItsNumber() {
        Requests requests = new Requests(store);
        Requests.Made first = number(requests, 1, "d1", "x");
        assertEquals(new Requests.Made(first.position(), true), number(requests, 1, "d1", "other"));
        assertEquals("x", store.map(A).get("request"));
        assertEquals(
                2,
                assertThrows(Requests.Conflict.class, () -> number(requests, 3, "d3", "y"))
                        .expected());
        assertThrows(Requests.Conflict.class, () -> number(requests, 1, "fork", "y"));
        number(requests, 2, "d2", "z");
        assertEquals("z", store.map(A).get("request"));
        assertEquals(new Requests.Made(store.newest(), true), number(new Requests(store), 2, "d2", "again"));
    }

    private Requests.Made number(Requests requests, long number, String digest, String value) {
        return requests.make(new Requests.Name.Numbered("c", number), digest, () -> store.map(A)
                .put("request", value));
    }

    @Test
    void theNewestKeysOfRequestsAreRemembered() {
        Requests requests = new Requests(store);
        for (int i = 0; i < Requests.KEYS + 5; i++) {
            String value = "v" + i;
            requests.make(
                    new Requests.Name.Key("k" + i), "d", () -> store.map(A).put("x", value));
        }
        assertEquals(Requests.KEYS, store.map(RequestShape.REQUESTS).size());
        int last = Requests.KEYS + 4;
        assertTrue(
                requests.make(new Requests.Name.Key("k" + last), "d", () -> {}).repeated());
        assertThrows(
                Requests.Conflict.class, () -> requests.make(new Requests.Name.Key("k" + last), "other", () -> {}));
        assertFalse(requests.make(new Requests.Name.Key("k0"), "d", () -> {}).repeated(), "the oldest are forgotten");
    }
}
