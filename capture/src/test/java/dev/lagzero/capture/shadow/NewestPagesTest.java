package dev.lagzero.capture.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.spool.PageSet;
import dev.lagzero.capture.spool.PageSetWriter;
import dev.lagzero.capture.spool.Spool;
import dev.lagzero.schemas.position.SourcePosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewestPagesTest {

    private static final int PAGES = 9_000;

    @TempDir
    Path directory;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void ofEveryPageTheNewestVersionCountsHoweverLargeTheSetsAre() {
        for (int round = 0; round < 6; round++) {
            SourcePosition position = new SourcePosition(1 + round, 0);
            try (Spool spool = Spool.open(directory.resolve("r" + round), position)) {
                TreeMap<Integer, Integer> expected = new TreeMap<>();
                List<PageSet> sets = new ArrayList<>();
                int count = 2 + random.nextInt(12);
                int size = 512;
                for (int i = 0; i < count; i++) {
                    boolean resized = i > 0 && random.nextInt(8) == 0;
                    size = resized ? 1536 - size : size;
                    int pages = resized ? 0 : expected.size();
                    if (pages == 0) {
                        expected.clear();
                    }
                    position = position.next();
                    sets.add(set(spool, position, size, i, expected));
                }
                assertNewest(expected, sets);
            }
        }
    }

    /** A first one, or one after the page size has changed, holds all pages; the others some. */
    private PageSet set(
            Spool spool, SourcePosition position, int size, int version, TreeMap<Integer, Integer> expected) {
        boolean all = expected.isEmpty();
        int pageCount = 1 + random.nextInt(PAGES);
        boolean large = all || random.nextInt(4) == 0;
        try (PageSetWriter writer = spool.begin(position, size, null)) {
            for (int page = 1; page <= pageCount; page++) {
                if (all || page > expected.size() || random.nextInt(large ? 2 : 500) == 0) {
                    writer.page(page, new byte[size]);
                    expected.put(page, version);
                }
            }
            expected.tailMap(pageCount, false).clear();
            PageSet set = writer.finish(pageCount, "", version);
            spool.add(set);
            return set;
        }
    }

    private void assertNewest(TreeMap<Integer, Integer> expected, List<PageSet> sets) {
        TreeMap<Integer, Integer> found = new TreeMap<>();
        List<Integer> order = new ArrayList<>();
        for (Spool.PageOf page : NewestPages.of(sets)) {
            assertEquals(page.number(), page.set().number(page.index()), "seed " + seed);
            found.put(page.number(), (int) page.set().header().timestampMillis());
            order.add(page.number());
        }
        assertTrue(expected.equals(found), "a page is not the newest, seed " + seed);
        assertTrue(order.equals(List.copyOf(expected.keySet())), "not in ascending order, seed " + seed);
    }
}
