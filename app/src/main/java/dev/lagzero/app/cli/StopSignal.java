package dev.lagzero.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM: they ask for the end, and the process waits until everything is put down in order. A process that
 * does not get there in a minute ends nevertheless, and the next run goes on as after a crash.
 */
final class StopSignal implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook;

    StopSignal() {
        hook = Thread.ofPlatform().name("stop").unstarted(() -> {
            asked.countDown();
            awaitEnd();
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Counted down when somebody wants the end. */
    CountDownLatch asked() {
        return asked;
    }

    private void awaitEnd() {
        try {
            if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(Exit.FAILED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Everything is put down: the process may end. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            ended.countDown();
        }
    }
}
