package dev.lagzero.capture.shadow;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChainIndexTest {

    @Test
    void everyPageHasItsOwnChainUntilItIsRemoved() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ChainIndex index = new ChainIndex();
        Map<Integer, Chain> expected = new HashMap<>();
        for (int step = 0; step < 100_000; step++) {
            int page = 1 + random.nextInt(random.nextBoolean() ? 600 : 2_000_000);
            Chain known = expected.get(page);
            if (known == null) {
                assertNull(index.find(page), "seed " + seed);
                expected.put(page, index.at(page));
            } else {
                assertSame(known, index.at(page), "seed " + seed);
                index.remove(page);
                expected.remove(page);
            }
        }
        expected.forEach((page, chain) -> assertSame(chain, index.find(page), "seed " + seed));
        index.clear();
        expected.keySet().forEach(page -> assertNull(index.find(page), "seed " + seed));
    }
}
