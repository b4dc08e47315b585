package dev.lagzero.capture.session;

import dev.lagzero.capture.follow.Folding;
import dev.lagzero.capture.follow.FollowConfig;
import dev.lagzero.capture.follow.Follower;
import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.capture.shadow.StateDirectory;
import dev.lagzero.schemas.position.SourcePosition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A source on its way into the spool, and what is published from there: all of a session that needs no log. */
final class Following implements AutoCloseable {

    private static final Duration REST_AFTER = Duration.ofSeconds(10);

    private final PageHistory history;
    private final Outbox outbox;
    private final Folding folding;
    private final Follower follower;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private volatile Runnable flush = () -> {};
    private volatile Runnable changed = () -> {};
    private boolean begun;

    /**
     * What the log holds.
     *
     * @param published the last whole transaction, in front of {@code behind}
     * @param skip parts of the next one that are there already
     */
    record From(SourcePosition published, long behind, long skip) {}

    Following(SessionConfig config, StateDirectory directory, PageHistory history, From from, Ground ground) {
        this.history = history;
        outbox = new Outbox(config, history, from.published(), from.skip());
        folding = new Folding(history, from.published(), from.behind(), () -> flush.run());
        FollowConfig follow = new FollowConfig(
                config.source(),
                config.file(),
                directory.path(),
                config.readOnly(),
                config.alone(),
                config.limits(),
                REST_AFTER);
        follower = Follower.open(
                follow, new Follower.Parts(history, folding, ground.rounds(), ground.directories()), this::fail);
    }

    /**
     * Begins to follow; when it was begun before, only {@code listener} is new.
     *
     * @param listener called when what is seen of the source has changed
     */
    void begin(Runnable listener) {
        changed = listener;
        if (begun) {
            listener.run();
        } else {
            begun = true;
            follower.start(() -> changed.run());
        }
    }

    /** @param work makes what is in the log survive a power loss; nothing is folded before there is any of it */
    void flushBy(Runnable work) {
        flush = work;
    }

    PageHistory history() {
        return history;
    }

    Outbox outbox() {
        return outbox;
    }

    Folding folding() {
        return folding;
    }

    Follower follower() {
        return follower;
    }

    /** Completes exceptionally when it cannot go on. */
    CompletableFuture<Void> failure() {
        return failure;
    }

    void fail(Throwable reason) {
        if (failure.completeExceptionally(reason)) {
            history.end();
        }
    }

    /** Returns when nothing is read or copied any more. */
    void stop() {
        follower.close();
        history.end();
    }

    /** It is stopped, and nobody publishes from it. */
    @Override
    public void close() {
        outbox.close();
        history.close();
    }
}
