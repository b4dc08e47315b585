package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.sink.target.TargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LanesTest {

    private final Lanes lanes = new Lanes("test-lane");
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        lanes.close();
    }

    @FunctionalInterface
    private interface Step {
        void run(Lanes.Lane lane) throws TargetException;
    }

    /** Says what is done to it. */
    private record Told(String name, List<String> done, Step preparing, Step finishing) implements Lanes.Work {

        @Override
        public void prepare(Lanes.Lane lane) throws TargetException {
            done.add((lane.isAhead() ? "ahead " : "prepare ") + name);
            preparing.run(lane);
            done.add("prepared " + name);
        }

        @Override
        public void finish(Lanes.Lane lane) throws TargetException {
            finishing.run(lane);
            done.add("finish " + name);
        }

        @Override
        public void takeBack() {
            done.add("back " + name);
        }
    }

    private Lanes.Work work(String name) {
        return work(name, lane -> {});
    }

    private Lanes.Work work(String name, Step preparing) {
        return new Told(name, done, preparing, lane -> {});
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitDone(String what) throws InterruptedException {
        while (!done.contains(what)) {
            Thread.sleep(1);
        }
    }

    /** Returns when that is done; a then waits for the latch. */
    private CountDownLatch bBesideA(String done) throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        lanes.begin(work("a", lane -> pass(later)));
        lanes.begin(work("b"));
        awaitDone(done);
        return later;
    }

    @Test
    void theSecondIsPreparedBesideTheFirstAndFinishedAfterIt() throws Exception {
        CountDownLatch later = bBesideA("prepared b");
        assertFalse(done.contains("finish b"));
        later.countDown();
        lanes.await();
        assertTrue(done.indexOf("finish a") < done.indexOf("finish b"), done.toString());
        assertTrue(done.indexOf("back a") < done.indexOf("finish b"), done.toString());
        assertFalse(done.contains("prepare b"), done.toString());
    }

    @Test
    void theThirdWaitsUntilTheFirstHasEnded() throws Exception {
        CountDownLatch later = bBesideA("prepared b");
        CountDownLatch begun = new CountDownLatch(1);
        Thread third = Thread.ofPlatform()
                .start(() -> assertDoesNotThrow(() -> {
                    begun.countDown();
                    lanes.begin(work("c"));
                    done.add("begun c");
                }));
        begun.await();
        assertFalse(done.contains("begun c") || done.contains("ahead c"), done.toString());
        later.countDown();
        third.join();
        assertTrue(done.contains("finish a"), done.toString());
    }

    @Test
    void whoHasToBeAloneWaitsUntilTheNextHasTakenBackWhatItDid() throws Exception {
        CountDownLatch prepared = new CountDownLatch(1);
        lanes.begin(work("a", lane -> {
            pass(prepared);
            lane.alone();
            done.add("alone a");
        }));
        lanes.begin(work("b"));
        awaitDone("prepared b");
        prepared.countDown();
        lanes.await();
        assertEquals(
                List.of("back b", "alone a", "prepared a", "finish a"),
                done.subList(done.indexOf("back b"), done.indexOf("back b") + 4));
        assertTrue(done.indexOf("prepare b") > done.indexOf("finish a"), done.toString());
        assertEquals("finish b", done.get(done.lastIndexOf("prepared b") + 1));
    }

    @Test
    void whoIsStillAtWorkAheadGivesWayWhereItChecks() throws Exception {
        CountDownLatch ahead = new CountDownLatch(1);
        lanes.begin(work("a", lane -> {
            pass(ahead);
            lane.alone();
            done.add("alone a");
        }));
        lanes.begin(work("b", lane -> {
            ahead.countDown();
            while (lane.isAhead()) {
                lane.check();
            }
        }));
        lanes.await();
        assertTrue(done.indexOf("back b") < done.indexOf("alone a"), done.toString());
        assertTrue(done.indexOf("prepare b") > done.indexOf("finish a"), done.toString());
    }

    @Test
    void besideOneThatIsAloneNothingIsPrepared() throws Exception {
        CountDownLatch alone = new CountDownLatch(1);
        CountDownLatch later = new CountDownLatch(1);
        lanes.begin(work("a", lane -> {
            lane.alone();
            alone.countDown();
            pass(later);
        }));
        alone.await();
        lanes.begin(work("b"));
        Thread.sleep(50);
        assertFalse(done.contains("ahead b"), done.toString());
        later.countDown();
        lanes.await();
        assertTrue(done.indexOf("prepare b") > done.indexOf("finish a"), done.toString());
    }

    @Test
    void whatFailsAheadIsDoneAgainInItsTurn() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        lanes.begin(work("a", lane -> pass(later)));
        lanes.begin(work("b", lane -> {
            if (lane.isAhead()) {
                throw new TargetException.Refused("too early");
            }
        }));
        awaitDone("back b");
        later.countDown();
        lanes.await();
        assertEquals("finish b", done.get(done.indexOf("prepared b") + 1));
    }

    @Test
    void whatTheOneBeforeDoesNotGetOnBesideIsTakenBack() throws Exception {
        CountDownLatch back = bBesideA("back b");
        assertFalse(done.contains("finish a"));
        back.countDown();
        lanes.await();
        assertTrue(done.indexOf("prepare b") > done.indexOf("finish a"), done.toString());
    }

    @Test
    void afterAFailureNothingEndsAndWhoBringsMoreIsTold() throws Exception {
        TargetException failure = new TargetException.Refused("no");
        CountDownLatch later = new CountDownLatch(1);
        lanes.begin(new Told("a", done, lane -> pass(later), lane -> {
            throw failure;
        }));
        lanes.begin(work("b"));
        awaitDone("prepared b");
        later.countDown();
        assertSame(failure, assertThrows(TargetException.class, () -> lanes.begin(work("c"))));
        assertSame(failure, assertThrows(TargetException.class, lanes::await));
        assertFalse(done.contains("finish b") || done.contains("ahead c") || done.contains("prepare c"));
        assertTrue(done.indexOf("back b") > done.indexOf("prepared b"), done.toString());
    }

    @Test
    void errorsOfProgramsAreToldToo() throws Exception {
        AssertionError error = new AssertionError();
        lanes.begin(work("a", lane -> {
            throw error;
        }));
        assertSame(error, assertThrows(AssertionError.class, lanes::await));
    }

    @Test
    void closingLetsAllThatWasBroughtEnd() throws Exception {
        lanes.begin(work("a"));
        lanes.begin(work("b"));
        lanes.close();
        assertTrue(done.contains("finish a") && done.contains("finish b"), done.toString());
        assertNoThread();
    }

    @Test
    void closingTellsNothingOfAFailure() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        lanes.begin(work("a", lane -> {
            pass(later);
            throw new TargetException.Refused("no");
        }));
        lanes.begin(work("b"));
        later.countDown();
        assertDoesNotThrow(lanes::close);
        assertFalse(done.contains("finish b"));
        assertNoThread();
    }

    @Test
    void closingByWhoIsInterruptedLeavesNothingBehind() throws Exception {
        CountDownLatch ahead = new CountDownLatch(1);
        lanes.begin(work("a", lane -> {
            while (!done.contains("prepared b")) {
                Thread.onSpinWait();
            }
            ahead.countDown();
        }));
        lanes.begin(work("b"));
        ahead.await();
        Thread.currentThread().interrupt();
        lanes.close();
        assertTrue(Thread.interrupted());
        assertTrue(done.lastIndexOf("back b") > done.lastIndexOf("prepared b"), done.toString());
        assertNoThread();
    }

    private static void assertNoThread() {
        assertEquals(
                List.of(),
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("test-lane") && thread.isAlive())
                        .toList());
    }

    @Test
    void whoIsInterruptedWhileWaitingIsToldSo() throws Exception {
        CountDownLatch later = new CountDownLatch(1);
        lanes.begin(work("a", lane -> pass(later)));
        Thread.currentThread().interrupt();
        assertThrows(TargetException.Unavailable.class, lanes::await);
        assertTrue(Thread.interrupted());
        later.countDown();
    }

    /** A work that changes what all share is alone with it; others only read it, and see what those before have made. */
    private final class Chance implements Lanes.Work {

        private final int number;
        private final boolean changes;
        private final int failing;
        private final int pause;
        private int seen = -1;

        Chance(int number, Random random) {
            this.number = number;
            this.changes = random.nextInt(3) == 0;
            this.failing = random.nextInt(400);
            this.pause = random.nextInt(3) == 0 ? random.nextInt(200_000) : 0;
        }

        @Override
        public void prepare(Lanes.Lane lane) throws TargetException {
            holding.incrementAndGet();
            seen = shared;
            for (int i = 0; i < pause; i++) {
                lane.check();
            }
            if (changes) {
                lane.alone();
                assertEquals(1, holding.get(), "somebody is beside " + number);
                shared = number;
            }
            if (failing < 2) {
                throw new TargetException.Refused("prepare " + number);
            }
        }

        @Override
        public void finish(Lanes.Lane lane) throws TargetException {
            assertEquals(lastChange, seen, "what " + number + " saw has changed");
            if (failing == 2) {
                throw new TargetException.Refused("finish " + number);
            }
            lastChange = shared;
            finished.add(number);
        }

        @Override
        public void takeBack() {
            holding.addAndGet(seen == -1 ? 0 : -1);
            seen = -1;
        }
    }

    private final AtomicInteger holding = new AtomicInteger();
    private final List<Integer> finished = new CopyOnWriteArrayList<>();
    private volatile int shared;
    private volatile int lastChange;

    @Test
    void whateverHappensWorksEndInOrderAndNoneMeetsAChange() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            shared = 0;
            lastChange = 0;
            finished.clear();
            int brought = 0;
            try (Lanes some = new Lanes("random")) {
                for (int i = 1; i <= 200; i++) {
                    some.begin(new Chance(i, random));
                    brought = i;
                }
                some.await();
                assertEquals(brought, finished.size());
            } catch (TargetException.Refused e) {
                int failed = Integer.parseInt(e.getMessage().split(" ")[1]);
                assertEquals(failed - 1, finished.size(), e.getMessage());
            }
            List<Integer> expected = new ArrayList<>();
            for (int i = 1; i <= finished.size(); i++) {
                expected.add(i);
            }
            assertEquals(expected, finished);
            assertEquals(0, holding.get());
        }
    }
}
