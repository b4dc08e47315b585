package dev.lagzero.capture.session;

import dev.lagzero.capture.shadow.PageHistory;
import dev.lagzero.capture.shadow.ShadowState;
import dev.lagzero.capture.shadow.StateDirectory;
import dev.lagzero.capture.spool.Spool;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.Optional;
import java.util.UUID;

/**
 * The first copy of a source that nobody knows yet, begun before the log can be asked, as of epoch 1. Nothing is published
 * before the log was asked and the epoch claimed, and until then the directory has no state: whatever is left of a copy
 * that ended early counts for nothing. When another epoch is claimed, somebody has published of the source, and the copy
 * may be older than that: it is thrown away and made again.
 */
public final class EarlyCopy implements AutoCloseable {

    private static final SourcePosition START = new SourcePosition(1, 0);
    private static final ShadowState.Place NOWHERE = new ShadowState.Place("", 0, 0);

    private final SessionConfig config;
    private final StateDirectory directory;
    private final ShadowState state;
    private final Following following;
    private boolean discarded;

    private EarlyCopy(SessionConfig config, StateDirectory directory, ShadowState state, Following following) {
        this.config = config;
        this.directory = directory;
        this.state = state;
        this.following = following;
    }

    /**
     * Checks the source and begins to follow it.
     *
     * @return empty when an earlier run left anything to go on from: whether it fits, only the log knows
     * @throws dev.lagzero.capture.fault.CaptureFault when the source or the data directory cannot be used
     */
    public static Optional<EarlyCopy> begin(SessionConfig config, Ground ground) throws InterruptedException {
        SourceSession.probe(config);
        StateDirectory directory = StateDirectory.open(config.dataDirectory(), config.source());
        try {
            if (directory.load().isPresent()) {
                directory.close();
                return Optional.empty();
            }
            EarlyCopy copy = of(config, directory, ground);
            if (ground.mayPrepare()) {
                copy.prepare();
            }
            copy.following.begin(() -> {});
            return Optional.of(copy);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Reading all rows once, to know what they hold, is most of the time until there is a first record. */
    private void prepare() {
        PageHistory history = following.history();
        history.onNews(() -> {
            if (history.newest().isAfter(START)) {
                following.outbox().prepare();
            }
        });
    }

    private static EarlyCopy of(SessionConfig config, StateDirectory directory, Ground ground) {
        ShadowState state = state(config, directory, UUID.randomUUID().toString(), START, NOWHERE);
        Spool spool = Spool.open(directory.spool(), SourcePosition.NONE);
        PageHistory history = PageHistory.early(directory, state, spool, ground.pages());
        try {
            Following.From from = new Following.From(START, 0, 0);
            return new EarlyCopy(config, directory, state, new Following(config, directory, history, from, ground));
        } catch (RuntimeException e) {
            history.close();
            throw e;
        }
    }

    /** What is saved when an epoch begins. */
    static ShadowState state(
            SessionConfig config,
            StateDirectory directory,
            String instance,
            SourcePosition start,
            ShadowState.Place place) {
        return new ShadowState(
                start, start, 0, 0, config.owner(), instance, directory.home(), config.scopeName(), place, "");
    }

    /** Returns when it holds what the source held when this was called. */
    void awaitCopied() {
        following.follower().look().join();
    }

    /** Whether it is a copy of what is to be captured. */
    boolean isOf(SessionConfig wanted) {
        return config.equals(wanted);
    }

    StateDirectory directory() {
        return directory;
    }

    /** Who claims. */
    String instance() {
        return state.instance();
    }

    /** Whether an epoch that was claimed is the one that was expected. */
    boolean isIn(SourcePosition start) {
        return START.equals(start);
    }

    /** The epoch is claimed: from now on the copy counts. */
    Following claimed(ShadowState.Place place) {
        following.history().claimed(state(config, directory, instance(), START, place));
        return following;
    }

    /** Stops following, once; the directory stays in use. */
    void discard() {
        if (discarded) {
            return;
        }
        discarded = true;
        following.stop();
        following.close();
    }

    @Override
    public void close() {
        try {
            discard();
        } finally {
            directory.close();
        }
    }
}
