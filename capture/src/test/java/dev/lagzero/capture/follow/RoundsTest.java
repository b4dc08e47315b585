package dev.lagzero.capture.follow;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RoundsTest {

    /** Is due as it is told to be, and notes its turns. */
    private record Noting(BooleanSupplier due, CountDownLatch turns) implements Rounds.Seat {
        @Override
        public boolean due(long nanoTime) {
            return due.getAsBoolean();
        }

        @Override
        public boolean turn() {
            turns.countDown();
            return false;
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatFailsWhileItIsAskedGetsItsTurnAndKeepsNobodyElseFromTheirs() throws InterruptedException {
        Noting failing = new Noting(
                () -> {
                    throw new IllegalStateException("its log is gone");
                },
                new CountDownLatch(3));
        Noting healthy = new Noting(() -> true, new CountDownLatch(10));
        try (Rounds rounds = new Rounds();
                Rounds.Place one = rounds.place(failing);
                Rounds.Place other = rounds.place(healthy)) {
            one.begin();
            other.begin();
            assertTrue(failing.turns().await(10, TimeUnit.SECONDS), "where it would say what failed");
            assertTrue(healthy.turns().await(10, TimeUnit.SECONDS), "the watcher has ended");
        }
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whoeverWaitsForADiskTakesNobodysTurn() throws InterruptedException {
        Noting healthy = new Noting(() -> true, new CountDownLatch(10));
        CountDownLatch disk = new CountDownLatch(1);
        try (Rounds rounds = new Rounds();
                Rounds.Place place = rounds.place(healthy)) {
            for (int i = 0; i < 100; i++) {
                rounds.beside(() -> {
                    try {
                        disk.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
            place.begin();
            assertTrue(healthy.turns().await(10, TimeUnit.SECONDS), "all threads wait for a disk");
            disk.countDown();
        }
    }
}
