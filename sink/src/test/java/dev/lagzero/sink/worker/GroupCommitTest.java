package dev.lagzero.sink.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.gather.Step;
import dev.lagzero.sink.target.Target.Applied;
import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.Target.SourceTransaction;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.Target.Turn;
import dev.lagzero.sink.target.TargetException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Batches are applied one after the other; what can be done before its turn is done by another thread. */
class GroupCommitTest {

    private static final Limits TWO_ROWS = new Limits(100, 2, 100);

    /** Says what happens to it, by the offsets of its batches; the first batch is applied when the test lets it. */
    private static final class Watched implements Tenure {
        private final BlockingQueue<String> happened = new LinkedBlockingQueue<>();
        private final CountDownLatch first = new CountDownLatch(1);
        private final boolean fails;

        Watched(boolean fails) {
            this.fails = fails;
        }

        @Override
        public Turn turn(Batch batch) {
            return new Turn() {
                @Override
                public void ahead() {
                    happened.add("ahead " + batch.nextOffset());
                }

                @Override
                public void apply() throws TargetException {
                    Watched.this.apply(batch);
                }

                @Override
                public void takeBack() {
                    happened.add("left " + batch.nextOffset());
                }
            };
        }

        @Override
        public void apply(Batch batch) throws TargetException {
            happened.add("begin " + batch.nextOffset());
            await();
            if (fails) {
                throw new TargetException.Unavailable("gone", null);
            }
            happened.add("end " + batch.nextOffset());
        }

        private void await() {
            try {
                first.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** What happens next; it is waited for. */
        List<String> next(int many) throws InterruptedException {
            List<String> all = new java.util.ArrayList<>();
            for (int i = 0; i < many; i++) {
                all.add(happened.take());
            }
            return all;
        }

        @Override
        public void look() {
            happened.add("look");
            await();
            happened.add("looked");
        }

        @Override
        public long nextOffset() {
            return -1;
        }

        @Override
        public Map<String, Applied> applied() {
            return Map.of();
        }

        @Override
        public LargeTransaction openLarge(String source, SourcePosition position, boolean snapshot) {
            throw new AssertionError("no large transaction is offered");
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    private static Pending rows(int rows, long weight) {
        Pending pending = new Pending(TWO_ROWS);
        RowEvent.Ended ended = new RowEvent.Ended("s", new SourcePosition(1, 1), false, 0, 0);
        pending.add(new Step.Whole(new SourceTransaction(List.of(), ended), rows, weight));
        return pending;
    }

    @Test
    void aFullBatchIsPreparedWhileTheOneBeforeIsApplied() throws Exception {
        Watched tenure = new Watched(false);
        try (ExecutorService beside = Executors.newFixedThreadPool(2)) {
            GroupCommit commit = new GroupCommit(tenure, TWO_ROWS, beside);
            commit.offer(rows(1, 1), 10);
            assertEquals(List.of("begin 10"), tenure.next(1));
            commit.offer(rows(2, 1), 20);
            assertEquals(List.of("ahead 20"), tenure.next(1));
            tenure.first.countDown();
            commit.settle();
            assertEquals(20, commit.applied());
            List<String> rest = tenure.next(5);
            rest.removeIf(each -> each.startsWith("left"));
            assertEquals(List.of("end 10", "begin 20", "end 20"), rest);
        }
    }

    @Test
    void whatIsSmallWaitsForMore() throws Exception {
        Watched tenure = new Watched(false);
        try (ExecutorService beside = Executors.newFixedThreadPool(2)) {
            GroupCommit commit = new GroupCommit(tenure, TWO_ROWS, beside);
            commit.offer(rows(1, 1), 10);
            commit.offer(rows(1, 1), 20);
            tenure.first.countDown();
            commit.settle();
            assertEquals(20, commit.applied());
            assertEquals(false, tenure.happened.contains("ahead 20"));
        }
    }

    @Test
    void twoBatchesAtWorkHoldNoMoreThanOneMay() throws Exception {
        Watched tenure = new Watched(false);
        try (ExecutorService beside = Executors.newFixedThreadPool(2)) {
            GroupCommit commit = new GroupCommit(tenure, TWO_ROWS, beside);
            commit.offer(rows(2, 50), 10);
            assertEquals(List.of("begin 10"), tenure.next(1));
            commit.offer(rows(2, 51), 20);
            tenure.first.countDown();
            commit.settle();
            assertEquals(20, commit.applied());
            assertEquals(false, tenure.happened.contains("ahead 20"));
        }
    }

    @Test
    void whatMayHoldUpTheBatchBeforeGivesWay() throws Exception {
        Watched tenure = new Watched(false);
        try (ExecutorService beside = Executors.newFixedThreadPool(2)) {
            GroupCommit commit = new GroupCommit(tenure, TWO_ROWS, beside);
            commit.offer(rows(2, 1), 10);
            assertEquals(List.of("begin 10"), tenure.next(1));
            commit.offer(rows(2, 1), 20);
            assertEquals(List.of("ahead 20", "left 20"), tenure.next(2));
            tenure.first.countDown();
            commit.settle();
            assertEquals(20, commit.applied());
        }
    }

    /** It would see a commit that is not counted yet, or count one that it does not see. */
    @Test
    void nothingIsAppliedWhileTheTargetIsLookedAt() throws Exception {
        Watched tenure = new Watched(false);
        try (ExecutorService beside = Executors.newFixedThreadPool(2)) {
            GroupCommit commit = new GroupCommit(tenure, TWO_ROWS, beside);
            commit.look();
            assertEquals(List.of("look"), tenure.next(1));
            commit.offer(rows(2, 1), 10);
            tenure.first.countDown();
            commit.settle();
            assertEquals(List.of("looked", "begin 10", "end 10"), tenure.next(3));
        }
    }

    @Test
    void nothingIsAppliedBehindAFailure() throws Exception {
        Watched tenure = new Watched(true);
        try (ExecutorService beside = Executors.newFixedThreadPool(2)) {
            GroupCommit commit = new GroupCommit(tenure, TWO_ROWS, beside);
            commit.offer(rows(2, 1), 10);
            assertEquals(List.of("begin 10"), tenure.next(1));
            commit.offer(rows(2, 1), 20);
            assertEquals(List.of("ahead 20"), tenure.next(1));
            tenure.first.countDown();
            commit.end();
            assertThrows(TargetException.Unavailable.class, commit::check);
            assertEquals(-1, commit.applied());
            assertEquals(false, tenure.happened.contains("begin 20"));
        }
    }
}
