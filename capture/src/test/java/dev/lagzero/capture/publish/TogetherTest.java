package dev.lagzero.capture.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class TogetherTest {

    private final List<Integer> trips = new CopyOnWriteArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    private void answer(List<Together.Asked<Integer, Integer>> asked) throws InterruptedException {
        trips.add(asked.size());
        first.countDown();
        go.await();
        asked.forEach(each -> each.answer().complete(each.question() * 2));
    }

    @Test
    void whatIsAskedDuringATripIsAnsweredByTheNext() throws Exception {
        Together<Integer, Integer> together = new Together<>("test", this::answer);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<CompletableFuture<Integer>> answers = new ArrayList<>();
            answers.add(CompletableFuture.supplyAsync(() -> ask(together, 0), threads));
            first.await();
            CountDownLatch asking = new CountDownLatch(50);
            for (int i = 1; i <= 50; i++) {
                int question = i;
                answers.add(CompletableFuture.supplyAsync(
                        () -> {
                            asking.countDown();
                            return ask(together, question);
                        },
                        threads));
            }
            asking.await();
            awaitWaiting(together, 50);
            go.countDown();
            for (int i = 0; i <= 50; i++) {
                assertEquals(2 * i, answers.get(i).get());
            }
            assertEquals(List.of(1, 50), trips);
        }
    }

    private static void awaitWaiting(Together<Integer, Integer> together, int count) throws InterruptedException {
        while (together.waiting() < count) {
            Thread.sleep(1);
        }
    }

    private static Integer ask(Together<Integer, Integer> together, int question) {
        try {
            return together.ask(question);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTripThatFailsFailsAllThatHaveNoAnswerAndTheNextIsMade() throws Exception {
        IllegalStateException broken = new IllegalStateException("broken");
        Together<Integer, Integer> together = new Together<>("test", asked -> {
            if (asked.getFirst().question() < 0) {
                throw broken;
            }
            asked.forEach(each -> each.answer().complete(each.question()));
        });
        assertSame(broken, assertThrows(IllegalStateException.class, () -> together.ask(-1)));
        assertEquals(7, together.ask(7));
    }
}
