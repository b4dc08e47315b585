package dev.lagzero.capture.session;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackingTest {

    private static final Header SNAPSHOT = new Header("s", "sqlite", "s.db", new SourcePosition(1, 1), true, null, 7);
    private static final List<String> NAMES = List.of("id", "v");

    @Test
    void rowsStandTogetherInTheirOrderAndNoneIsLost() {
        long seed = System.nanoTime();
        List<ChangeEvent.RowChanged> rows = rows(new Random(seed), 6_000);
        List<ChangeEvent.Part> records = records(rows);
        List<ChangeEvent> told = new ArrayList<>();
        records.forEach(record -> told.addAll(record.each()));
        assertEquals(rows, told, "seed " + seed);
        assertTrue(records.size() < rows.size() / 10, records.size() + " records, seed " + seed);
    }

    @Test
    void whoGoesOnBehindAnyRecordMakesTheSameOnes() {
        long seed = System.nanoTime();
        List<ChangeEvent.RowChanged> rows = rows(new Random(seed), 6_000);
        List<ChangeEvent.Part> records = records(rows);
        for (int i = 0; i < records.size(); i++) {
            int behind = (int) (records.get(i).ordinal() + records.get(i).count());
            List<ChangeEvent.Part> again = records(rows.subList(behind, rows.size()));
            for (int j = 0; j < again.size(); j++) {
                assertArrayEquals(
                        ChangeJson.encode(records.get(i + 1 + j)), ChangeJson.encode(again.get(j)), "seed " + seed);
            }
        }
    }

    @Test
    void noRecordComesNearToWhatATopicTakes() {
        List<ChangeEvent.RowChanged> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            rows.add(row("t", i, "\u0001".repeat(16_000)));
        }
        for (ChangeEvent.Part record : records(rows)) {
            assertTrue(ChangeJson.encode(record).length < 600_000, "six bytes for each character");
        }
    }

    @Test
    void onlyRowsOfASnapshotStandTogether() {
        Header live = new Header("s", "sqlite", "s.db", new SourcePosition(1, 2), false, null, 7);
        Image image = new Image(NAMES, List.of(Value.of(1), Value.of("x")));
        Image key = image.project(List.of("id"));
        assertTrue(Packing.takes(new ChangeEvent.RowChanged(SNAPSHOT, 0, "t", key, null, image)));
        assertTrue(!Packing.takes(new ChangeEvent.RowChanged(live, 0, "t", key, null, image)));
        assertTrue(!Packing.takes(new ChangeEvent.RowChanged(SNAPSHOT, 0, "t", key, image, image)));
        assertTrue(!Packing.takes(new ChangeEvent.TableDropped(SNAPSHOT, 0, "t")));
        assertTrue(!Packing.takes(row("t", 0, "x".repeat(20_000))), "a large row");
    }

    private static List<ChangeEvent.Part> records(List<ChangeEvent.RowChanged> rows) {
        List<ChangeEvent.Part> records = new ArrayList<>();
        Packing packing = new Packing();
        for (ChangeEvent.RowChanged row : rows) {
            if (!packing.isEmpty() && (packing.isFull() || !packing.fits(row))) {
                records.add(packing.take());
            }
            if (packing.fits(row)) {
                packing.add(row);
            } else {
                records.add(row);
            }
        }
        if (!packing.isEmpty()) {
            records.add(packing.take());
        }
        return records;
    }

    private static List<ChangeEvent.RowChanged> rows(Random random, int count) {
        List<ChangeEvent.RowChanged> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = random.nextInt(500) == 0 ? 20_000 : random.nextInt(300);
            rows.add(row("t" + i * 3 / count, i, "v".repeat(length)));
        }
        return rows;
    }

    private static ChangeEvent.RowChanged row(String table, int ordinal, String text) {
        Image image = new Image(NAMES, List.of(Value.of(ordinal), Value.of(text)));
        return new ChangeEvent.RowChanged(SNAPSHOT, ordinal, table, image.project(List.of("id")), null, image);
    }
}
