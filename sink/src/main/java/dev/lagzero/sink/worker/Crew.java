package dev.lagzero.sink.worker;

import dev.lagzero.sink.target.TargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/** The threads that write the partitions of one rows topic in this process. Waits for the topic, then starts them. */
public final class Crew implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 200;

    private final WorkerConfig config;
    private final StateBoard board = new StateBoard();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final List<ConsumerLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile Optional<String> waitingFor = Optional.empty();

    private Crew(WorkerConfig config) {
        this.config = config;
    }

    public static Crew start(WorkerConfig config) {
        Crew crew = new Crew(config);
        crew.startThread("lagzero-sink", crew::lead);
        return crew;
    }

    /** By partition. */
    public Map<Integer, PartitionState> states() {
        return board.states();
    }

    /** Why no partition is read yet. */
    public Optional<String> waitingFor() {
        return waitingFor;
    }

    /** Completes when the crew ends: normally after {@link #close}, exceptionally with what it cannot get over. */
    public CompletableFuture<Void> stopped() {
        return stopped;
    }

    private void lead() throws TargetException, InterruptedException {
        try (TopicDirectory topics = new TopicDirectory(config.kafka())) {
            Optional<TopicDescription> topic = await(topics);
            if (topic.isEmpty()) {
                return;
            }
            int count = Math.min(config.threads(), topic.get().partitions().size());
            for (int thread = 1; thread < count; thread++) {
                ConsumerLoop loop = enlist(new ConsumerLoop(config, thread, topics, board));
                startThread("lagzero-sink-" + thread, loop::run);
            }
            enlist(new ConsumerLoop(config, 0, topics, board)).run();
        }
    }

    private Optional<TopicDescription> await(TopicDirectory topics) throws InterruptedException {
        Optional<TopicDescription> topic = Optional.empty();
        do {
            try {
                topic = topics.find(config.topic());
                waitingFor = topic.isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                "topic " + config.topic() + " does not exist yet: the stream makes it when it starts");
            } catch (RetriableException e) {
                waitingFor = Optional.of("Kafka does not answer: " + e.getMessage());
            }
        } while (topic.isEmpty() && !ending.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
        return topic;
    }

    @FunctionalInterface
    private interface Work {
        void run() throws TargetException, InterruptedException;
    }

    private synchronized ConsumerLoop enlist(ConsumerLoop loop) {
        loops.add(loop);
        if (ending.getCount() == 0) {
            loop.end();
        }
        return loop;
    }

    private synchronized void startThread(String name, Work work) {
        Thread thread = new Thread(() -> run(work), name);
        threads.add(thread);
        thread.start();
    }

    /** The root of every thread: whatever ends one ends all, and is told to whoever waits for the crew. */
    private void run(Work work) {
        try {
            work.run();
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
            fail(new SinkException("the sink was interrupted", e));
        } catch (TargetException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable cause) {
        stopped.completeExceptionally(cause);
        end();
    }

    private synchronized void end() {
        ending.countDown();
        loops.forEach(ConsumerLoop::end);
    }

    /** Waits until what is being applied has been, but no longer than half a minute. */
    @Override
    public void close() {
        end();
        List<Thread> all;
        synchronized (this) {
            all = List.copyOf(threads);
        }
        try {
            for (Thread thread : all) {
                if (!thread.join(PATIENCE)) {
                    thread.interrupt();
                }
            }
        } catch (InterruptedException e) {
            all.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
        stopped.complete(null);
    }
}
