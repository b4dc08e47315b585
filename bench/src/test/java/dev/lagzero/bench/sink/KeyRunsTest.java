package dev.lagzero.bench.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRunsTest {

    @Test
    void eachRunBeginsAndEndsWhereItsKeysDo() {
        for (int runs = 1; runs <= 7; runs++) {
            KeyRuns split = new KeyRuns(2, 100, runs);
            List<Long> firsts = new ArrayList<>();
            List<Long> lasts = new ArrayList<>();
            for (long key = 2; key < 102; key++) {
                if (key == 2 || split.of(key) != split.of(key - 1)) {
                    firsts.add(key);
                }
                if (key == 101 || split.of(key) != split.of(key + 1)) {
                    lasts.add(key);
                }
            }
            assertEquals(firsts, split.firsts());
            assertEquals(lasts, split.lasts());
        }
    }

    @Test
    void whatWasThereBeforeCountsToTheFirstRun() {
        assertEquals(0, new KeyRuns(2, 100, 4).of(1));
    }
}
