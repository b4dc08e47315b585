package dev.lagzero.capture.publish;

import dev.lagzero.capture.fault.CaptureFault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Answers questions in company: those that are asked while others are being answered are answered together, by one trip
 * instead of many. One thread at a time answers, and there is none while nobody asks. Thread-safe.
 */
final class Together<Q, A> {

    private final String name;
    private final Answering<Q, A> answering;
    private List<Asked<Q, A>> waiting = new ArrayList<>();
    private boolean busy;

    /** A question, and where its answer or its failure goes. */
    record Asked<Q, A>(Q question, CompletableFuture<A> answer) {}

    /** What is thrown is the failure of all that have no answer yet. */
    @FunctionalInterface
    interface Answering<Q, A> {
        void answer(List<Asked<Q, A>> asked) throws InterruptedException;
    }

    /** @param name of the answering thread */
    Together(String name, Answering<Q, A> answering) {
        this.name = name;
        this.answering = answering;
    }

    /** Returns the answer, or throws what kept it from being given. */
    A ask(Q question) throws InterruptedException {
        Asked<Q, A> asked = new Asked<>(question, new CompletableFuture<>());
        synchronized (this) {
            waiting.add(asked);
            if (!busy) {
                busy = true;
                Thread.ofPlatform().daemon().name(name).start(this::answerAll);
            }
        }
        try {
            return asked.answer().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException reason
                    ? reason
                    : new CaptureFault(String.valueOf(e.getCause().getMessage()), e.getCause());
        }
    }

    /** Questions that no trip has taken yet. */
    synchronized int waiting() {
        return waiting.size();
    }

    private void answerAll() {
        for (List<Asked<Q, A>> next = take(); !next.isEmpty(); next = take()) {
            Throwable reason = new CaptureFault(name + " gave no answer");
            try {
                answering.answer(next);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                reason = new CaptureFault(name + " was interrupted", e);
            } catch (RuntimeException | Error e) {
                reason = e;
            }
            for (Asked<Q, A> asked : next) {
                asked.answer().completeExceptionally(reason);
            }
        }
    }

    private synchronized List<Asked<Q, A>> take() {
        List<Asked<Q, A>> taken = waiting;
        waiting = new ArrayList<>();
        busy = !taken.isEmpty();
        return taken;
    }
}
