package dev.lagzero.capture.follow;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.file.SourceBusyException;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The thread that follows the source. It is told to stop, never interrupted: an interrupt would close the channels it
 * reads from, and with them the source's locks.
 */
public final class Follower implements AutoCloseable {

    /** Transactions that may wait to be published before changes are left to gather in the source. */
    private static final int BACKLOG = 2;

    private static final int BACKLOG_WHEN_ASKED = 8;

    private final Comparer comparer;
    private final Folding folding;
    private final Consumer<Throwable> failed;
    private final Thread thread;
    private final Pace pace = new Pace();
    private final Object wake = new Object();
    private List<CompletableFuture<Sight>> asked = new ArrayList<>();
    private Runnable seen = () -> {};
    private boolean woken;
    private boolean stopping;
    private volatile Sight sight;

    /** @param failed told when the thread ends by itself, with the reason */
    public Follower(String source, Comparer comparer, Folding folding, Consumer<Throwable> failed) {
        this.comparer = comparer;
        this.folding = folding;
        this.failed = failed;
        this.sight = new Sight(comparer.newest(), false, "", System.currentTimeMillis());
        this.thread = new Thread(this::run, "follow-" + source);
        this.thread.setDaemon(true);
    }

    /** @param changed called when {@link #sight} says something new */
    public void start(Runnable changed) {
        this.seen = changed;
        thread.start();
    }

    public Sight sight() {
        return sight;
    }

    /**
     * Completes with a sight that covers everything committed before the call, or with one that is not current because
     * too many transactions wait to be published.
     */
    public CompletableFuture<Sight> look() {
        CompletableFuture<Sight> answer = new CompletableFuture<>();
        synchronized (wake) {
            if (stopping) {
                answer.completeExceptionally(new CaptureFault("the capture has stopped"));
                return answer;
            }
            asked.add(answer);
        }
        wake();
        return answer;
    }

    /** A transaction is in the log as a whole, in front of {@code offset}. */
    public void acknowledged(SourcePosition position, long offset) {
        folding.due(position, offset);
        wake();
    }

    private void wake() {
        synchronized (wake) {
            woken = true;
            wake.notifyAll();
        }
    }

    private void run() {
        Throwable reason = new CaptureFault("the capture has stopped");
        try {
            while (pause()) {
                turn();
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            reason = e;
            if (!isStopping()) {
                failed.accept(e);
            }
        } finally {
            refuse(reason);
        }
    }

    private boolean isStopping() {
        synchronized (wake) {
            return stopping;
        }
    }

    private void refuse(Throwable reason) {
        List<CompletableFuture<Sight>> unanswered;
        synchronized (wake) {
            stopping = true;
            unanswered = asked;
            asked = new ArrayList<>();
        }
        unanswered.forEach(answer -> answer.completeExceptionally(reason));
    }

    /** Waits for the next turn; false when it is time to stop. */
    private boolean pause() throws InterruptedException {
        synchronized (wake) {
            if (!woken && !stopping) {
                wake.wait(pace.waitMillis());
            }
            woken = false;
            return !stopping;
        }
    }

    private void turn() {
        List<CompletableFuture<Sight>> questions = takeQuestions();
        boolean pressing = !questions.isEmpty();
        try {
            boolean changed = comparer.look();
            if (changed && mayCompare(pressing)) {
                see(new Sight(comparer.newest(), false, "", System.currentTimeMillis()));
                long began = System.nanoTime();
                comparer.compare();
                pace.compared(System.nanoTime() - began);
                changed = false;
            }
            see(new Sight(comparer.newest(), !changed, "", comparer.lookedMillis()));
        } catch (SourceBusyException e) {
            see(new Sight(comparer.newest(), false, String.valueOf(e.getMessage()), System.currentTimeMillis()));
        }
        answer(questions);
        folding.fold(!pressing);
    }

    /**
     * A sight that is not current answers nothing: the questions wait for the next turn. But when nothing more can be
     * numbered until something is published, which may take long, the answer is just that.
     */
    private void answer(List<CompletableFuture<Sight>> questions) {
        Sight now = sight;
        boolean full = now.cause().isEmpty() && comparer.unpublished(folding.published()) >= BACKLOG_WHEN_ASKED;
        if (now.current() || full) {
            questions.forEach(question -> question.complete(now));
        } else {
            synchronized (wake) {
                asked.addAll(questions);
            }
        }
    }

    private boolean mayCompare(boolean pressing) {
        int waiting = comparer.unpublished(folding.published());
        return pressing ? waiting < BACKLOG_WHEN_ASKED : waiting < BACKLOG && pace.mayCompare();
    }

    private List<CompletableFuture<Sight>> takeQuestions() {
        synchronized (wake) {
            List<CompletableFuture<Sight>> taken = asked;
            asked = new ArrayList<>();
            return taken;
        }
    }

    private void see(Sight now) {
        Sight before = sight;
        sight = now;
        if (!before.newest().equals(now.newest())
                || before.current() != now.current()
                || !before.cause().equals(now.cause())) {
            seen.run();
        }
    }

    @Override
    public void close() {
        synchronized (wake) {
            stopping = true;
            wake.notifyAll();
        }
        comparer.stop();
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        comparer.close();
    }
}
