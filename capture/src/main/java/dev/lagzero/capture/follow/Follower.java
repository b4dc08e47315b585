package dev.lagzero.capture.follow;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.file.Directories;
import dev.lagzero.capture.file.SourceBusyException;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One source being followed: what was seen of it, and questions about it. Its turns come from {@link Rounds}. */
public final class Follower implements AutoCloseable {

    private static final long BUSY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Copier copier;
    private final Folding folding;
    private final Rounds rounds;
    private final Syncing syncing;
    private final Rounds.Place place;
    private final Consumer<Throwable> failed;
    private final AtomicBoolean folds = new AtomicBoolean();
    private final Object asking = new Object();
    private List<CompletableFuture<Sight>> asked = new ArrayList<>();
    private @Nullable Throwable stopped;
    private Runnable seen = () -> {};
    private volatile long notBefore = System.nanoTime();
    private volatile Sight sight;

    private Follower(Copier copier, Parts parts, Syncing syncing, Consumer<Throwable> failed) {
        this.copier = copier;
        this.folding = parts.folding();
        this.rounds = parts.rounds();
        this.syncing = syncing;
        this.place = rounds.place(new Turns());
        this.failed = failed;
        this.sight = new Sight(copier.newest(), false, "", "", System.currentTimeMillis());
    }

    /** What a followed source works with. */
    public record Parts(PageHistory history, Folding folding, Rounds rounds, Directories directories) {}

    /** @param failed told when following ends by itself, with the reason */
    public static Follower open(FollowConfig config, Parts parts, Consumer<Throwable> failed) {
        Syncing syncing = new Syncing(parts.history(), parts.rounds(), failed);
        return new Follower(new Copier(config, parts, syncing), parts, syncing, failed);
    }

    /** @param changed called when {@link #sight} says something new */
    public void start(Runnable changed) {
        this.seen = changed;
        place.begin();
    }

    /** What was seen last, as of the last look. */
    public Sight sight() {
        Sight last = sight;
        return last.current()
                ? new Sight(
                        last.newest(),
                        true,
                        last.cause(),
                        last.notice(),
                        Math.max(last.atMillis(), copier.lookedMillis()))
                : last;
    }

    /** Completes with a sight that covers everything committed before the call. */
    public CompletableFuture<Sight> look() {
        CompletableFuture<Sight> answer = new CompletableFuture<>();
        synchronized (asking) {
            if (stopped != null) {
                answer.completeExceptionally(stopped);
                return answer;
            }
            asked.add(answer);
        }
        place.wake();
        return answer;
    }

    /** A transaction is in the log as a whole, in front of {@code offset}. */
    public void acknowledged(SourcePosition position, long offset) {
        folding.due(position, offset);
    }

    private final class Turns implements Rounds.Seat {

        @Override
        public boolean due(long nanoTime) {
            if (folding.isDue(nanoTime) && folds.compareAndSet(false, true)) {
                rounds.beside(Follower.this::fold);
            }
            return nanoTime - notBefore >= 0 && (isAsked() || copier.due(nanoTime));
        }

        @Override
        public boolean turn() {
            List<CompletableFuture<Sight>> questions = takeQuestions();
            SourcePosition before = copier.newest();
            try {
                boolean current = copier.turn(!questions.isEmpty());
                see(new Sight(copier.newest(), current, copier.cause(), copier.notice(), System.currentTimeMillis()));
                answer(questions, current);
                return !current || !before.equals(copier.newest());
            } catch (SourceBusyException e) {
                notBefore = System.nanoTime() + BUSY_PAUSE_NANOS;
                see(new Sight(
                        copier.newest(),
                        false,
                        String.valueOf(e.getMessage()),
                        copier.notice(),
                        System.currentTimeMillis()));
                answer(questions, false);
                return false;
            } catch (RuntimeException | Error e) {
                stop(e, questions);
                failed.accept(e);
                return false;
            }
        }
    }

    private void fold() {
        try {
            folding.fold();
            folds.set(false);
        } catch (RuntimeException | Error e) {
            stop(e, List.of());
            failed.accept(e);
        }
    }

    private boolean isAsked() {
        synchronized (asking) {
            return !asked.isEmpty();
        }
    }

    private List<CompletableFuture<Sight>> takeQuestions() {
        synchronized (asking) {
            List<CompletableFuture<Sight>> taken = asked;
            asked = new ArrayList<>();
            return taken;
        }
    }

    /** A sight that is not current answers nothing: the questions wait for the next turn, unless waiting is in vain. */
    private void answer(List<CompletableFuture<Sight>> questions, boolean current) {
        Sight now = sight;
        if (current || !copier.cause().isEmpty()) {
            questions.forEach(question -> question.complete(now));
        } else {
            synchronized (asking) {
                asked.addAll(questions);
            }
        }
    }

    private void see(Sight now) {
        Sight before = sight;
        sight = now;
        if (!before.newest().equals(now.newest())
                || before.current() != now.current()
                || !before.cause().equals(now.cause())
                || !before.notice().equals(now.notice())) {
            seen.run();
        }
    }

    private void stop(Throwable reason, List<CompletableFuture<Sight>> questions) {
        List<CompletableFuture<Sight>> unanswered = new ArrayList<>(questions);
        synchronized (asking) {
            stopped = stopped == null ? reason : stopped;
            unanswered.addAll(asked);
            asked = new ArrayList<>();
        }
        unanswered.forEach(answer -> answer.completeExceptionally(reason));
        notBefore = Long.MAX_VALUE >> 1;
    }

    @Override
    public void close() {
        place.close();
        folding.stop();
        syncing.stop();
        stop(new CaptureFault("the capture has stopped"), List.of());
        copier.close();
    }
}
