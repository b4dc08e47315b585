package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.sink.target.TargetException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BesideTest {

    private final Beside beside = new Beside("test");
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        beside.close();
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theCallerGoesOnWhileTheWorkIsDone() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        beside.begin(() -> pass(later));
        later.countDown();
        beside.await();
    }

    @Test
    void theNextWorkBeginsWhenTheOneBeforeHasEnded() throws Exception {
        for (int i = 0; i < 100; i++) {
            String name = "work " + i;
            beside.begin(() -> {
                done.add("begin " + name);
                done.add("end " + name);
            });
            assertTrue(i == 0 || done.contains("end work " + (i - 1)), name);
        }
        beside.await();
        assertEquals(200, done.size());
        assertEquals("end work 99", done.getLast());
    }

    @Test
    void whatFailedIsToldByTheNextCallAndThenForgotten() throws Exception {
        var failure = new TargetException.Refused("no");
        beside.begin(() -> {
            throw failure;
        });
        assertSame(failure, assertThrows(TargetException.class, () -> beside.begin(() -> done.add("never"))));
        beside.await();
        assertEquals(List.of(), done);
        var error = new AssertionError();
        beside.begin(() -> {
            throw error;
        });
        assertSame(error, assertThrows(AssertionError.class, beside::await));
    }

    @Test
    void closingWaitsForTheWorkAndTellsNothing() throws Exception {
        beside.begin(() -> {
            done.add("begun");
            throw new TargetException.Refused("no");
        });
        assertDoesNotThrow(beside::close);
        assertEquals(List.of("begun"), done);
    }

    @Test
    void whoIsInterruptedWhileWaitingIsToldSo() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        beside.begin(() -> pass(later));
        Thread.currentThread().interrupt();
        assertThrows(TargetException.Unavailable.class, beside::await);
        assertTrue(Thread.interrupted());
        later.countDown();
    }
}
