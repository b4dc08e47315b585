package dev.lagzero.capture.shadow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageCacheTest {

    private static final int MOST_BYTES = 8 << 20;

    private final PageCache cache = new PageCache();

    @Test
    void manySourcesKeepNoMoreTogetherThanOneMay() {
        for (int source = 0; source < 20; source++) {
            PageCache.Share share = cache.share();
            int size = 512 << source % 8;
            for (int page = 1; page <= 5000; page++) {
                share.put(page, 7, new byte[size]);
                assertTrue(cache.bytes() <= MOST_BYTES, cache.bytes() + " bytes");
            }
        }
    }

    @Test
    void severalThreadsKeepNoMoreThanOne() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            PageCache.Share share = cache.share();
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 200_000; i++) {
                    share.put(i % 5000, i % 3, new byte[i % 2 == 0 ? 4096 : 1024]);
                    share.remove(i % 777, 1);
                }
                share.clear();
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, cache.bytes());
    }

    @Test
    void aDatabaseThatFitsKeepsAllOfItsPages() {
        PageCache.Share share = cache.share();
        for (int page = 1; page <= MOST_BYTES / 4096; page++) {
            share.put(page, 7, new byte[4096]);
        }
        for (int page = 1; page <= MOST_BYTES / 4096; page++) {
            assertNotNull(share.get(page, 7), "page " + page);
        }
    }

    @Test
    void aPageIsFoundByItsSourceItsNumberAndWhereItWas() {
        PageCache.Share share = cache.share();
        byte[] content = {1, 2, 3};
        share.put(5, 7, content);
        assertArrayEquals(content, share.get(5, 7));
        assertNull(share.get(5, 8));
        assertNull(share.get(5 + 4096, 7));
        assertNull(cache.share().get(5, 7));
        share.remove(5, 8);
        assertNotNull(share.get(5, 7));
        share.remove(5, 7);
        assertNull(share.get(5, 7));
    }

    @Test
    void whatASourceGivesBackIsItsOwnOnly() {
        PageCache.Share one = cache.share();
        PageCache.Share other = cache.share();
        for (int page = 1; page <= 100; page++) {
            one.put(page, 7, new byte[512]);
        }
        other.put(2000, 7, new byte[512]);
        one.clear();
        assertNull(one.get(1, 7));
        assertEquals(other.get(2000, 7) == null ? 0 : 512, cache.bytes());
    }
}
