package dev.lagzero.capture.session;

import dev.lagzero.capture.diff.PageDiff;
import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.file.FileState;
import dev.lagzero.capture.file.SourceBusyException;
import dev.lagzero.capture.file.SqliteFile;
import dev.lagzero.capture.follow.Sight;
import dev.lagzero.capture.publish.Fence;
import dev.lagzero.capture.publish.Partitions;
import dev.lagzero.capture.shadow.StateDirectory;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.table.TableDefinition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A source being followed: what to publish next, and how far it is. */
public final class SourceSession implements AutoCloseable {

    private static final int PROBES = 40;
    private static final long LOOK_SECONDS = 30;

    private final SessionConfig config;
    private final StateDirectory directory;
    private final Partitions.Found log;
    private final Following following;
    private final Outlet.Slot slot;
    private final FileFreezing freezing;
    private final Fence.Guard guard;
    private final Beats.Beat beat;
    private volatile boolean closing;

    private SourceSession(SessionConfig config, StateDirectory directory, Opening.Opened opened, Wires wires) {
        this.config = config;
        this.directory = directory;
        this.log = opened.log();
        this.following = opened.following();
        following.flushBy(() -> wires.sync().accept(log.partition()));
        freezing = new FileFreezing(
                config,
                following.history(),
                following.folding(),
                () -> closing || failure().isDone());
        guard = wires.fence().guard(log, config.source(), this::fail);
        slot = wires.outlet().add(config.source(), this, following.outbox());
        beat = wires.beats().add(this::head, this::fail);
    }

    /**
     * Checks everything that can be checked, claims an epoch if it must, and begins to follow.
     *
     * @throws CaptureFault when the source, the data directory or the log cannot be used, with the reason
     */
    public static SourceSession open(SessionConfig config, Wires wires) throws InterruptedException {
        return open(config, wires, 0);
    }

    /** @param epochSeen the highest epoch that a target has seen, though the log may have lost it */
    public static SourceSession open(SessionConfig config, Wires wires, long epochSeen) throws InterruptedException {
        probe(config);
        StateDirectory directory = StateDirectory.open(config.dataDirectory(), config.source());
        SourceSession session;
        try {
            Opening opening = new Opening(config, wires, directory);
            session = new SourceSession(config, directory, opening.open(epochSeen), wires);
        } catch (InterruptedException | RuntimeException e) {
            directory.close();
            throw e;
        }
        session.begin();
        return session;
    }

    /** The same for a source whose first copy is begun: it goes on, as far as it is a copy of that source. */
    public static SourceSession open(SessionConfig config, Wires wires, long epochSeen, EarlyCopy early)
            throws InterruptedException {
        if (!early.isOf(config)) {
            early.close();
            return open(config, wires, epochSeen);
        }
        SourceSession session;
        try {
            Opening opening = new Opening(config, wires, early.directory());
            session = new SourceSession(config, early.directory(), opening.open(epochSeen, early), wires);
        } catch (InterruptedException | RuntimeException e) {
            early.close();
            throw e;
        }
        session.begin();
        return session;
    }

    private void begin() {
        try {
            following.folding().fold();
            following.history().onNews(slot::signal);
            following.begin(beat::poke);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A source that cannot be read at the start is the caller's to know; later, that it is locked may pass. */
    static void probe(SessionConfig config) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try (SqliteFile file = SqliteFile.open(config.source(), config.file(), config.readOnly());
                    FileState state = FileState.of(file)) {
                checkMasks(config, state);
                return;
            } catch (SourceBusyException e) {
                if (attempt == PROBES) {
                    throw new CaptureFault(
                            e.getMessage() + " It stayed locked for " + PROBES / 4
                                    + " seconds. End the long write, or do not use locking_mode EXCLUSIVE: it keeps all readers out.",
                            e);
                }
                Thread.sleep(10);
            }
        }
    }

    /** A masked key would make one row of many. */
    private static void checkMasks(SessionConfig config, FileState snapshot) {
        if (config.scope().mask().isEmpty()) {
            return;
        }
        for (TableDefinition table : PageDiff.describe(snapshot).tables()) {
            for (String column : table.key()) {
                if (config.scope().masks(table.name(), column)) {
                    throw new CaptureFault("source " + config.source() + ": mask names " + table.name() + "." + column
                            + ", which is part of the table's key. Rows could no longer be told apart: mask other columns, or"
                            + " exclude the table.");
                }
            }
        }
    }

    public String source() {
        return config.source();
    }

    public int partition() {
        return log.partition();
    }

    /** A record of ours stands in the log at an offset. Called in the order of publishing, by one thread. */
    public void acknowledged(SourcePosition position, Outgoing.Kind kind, long offset) {
        guard.own(offset);
        switch (kind) {
            case DEFINITION -> Moment.MID_DEFINITION.passed();
            case ROW -> (position.opensEpoch() ? Moment.MID_SNAPSHOT_PUBLISH : Moment.MID_PUBLISH).passed();
            case END -> {
                Moment.PUBLISH_ACKNOWLEDGED.passed();
                following.follower().acknowledged(position, offset + 1);
                beat.poke();
            }
        }
    }

    public Head head() {
        return head(following.follower().sight());
    }

    private Head head(Sight sight) {
        return new Head(
                config.source(),
                sight.newest(),
                following.folding().published(),
                sight.current(),
                sight.notice(),
                sight.cause(),
                log.tail().instance(),
                sight.current() ? sight.atMillis() : System.currentTimeMillis());
    }

    /** The source at the newest position that is known; what is read of it stays until the reader returns. */
    public void freeze(Consumer<FrozenFile> reader) {
        freezing.newest(reader);
    }

    /**
     * The source at one position.
     *
     * @throws CaptureFault when it is not kept any more, or does not come in time
     */
    public void freeze(SourcePosition at, Duration patience, Consumer<FrozenFile> reader) {
        freezing.at(at, patience, reader);
    }

    /** Looks at the source now. */
    public Head freshHead() throws InterruptedException {
        try {
            return head(following.follower().look().get(LOOK_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            throw new CaptureFault(
                    "source " + config.source() + " is no longer looked at: "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (TimeoutException e) {
            String cause = following.follower().sight().cause();
            throw new CaptureFault(
                    "source " + config.source() + " could not be vouched for within " + LOOK_SECONDS
                            + " seconds: "
                            + (cause.isEmpty()
                                    ? "it is large, or its changes are waiting for Kafka. Try again."
                                    : cause),
                    e);
        }
    }

    /** Parts of the first copy made so far, -1 expected while they are not counted. */
    public long snapshotMade() {
        return isSnapshotDone()
                ? Math.max(0, following.outbox().expected())
                : following.outbox().made();
    }

    public long snapshotExpected() {
        return following.outbox().expected();
    }

    public boolean isSnapshotDone() {
        return following.folding().published().sequence() > 0;
    }

    /** Completes exceptionally when the session cannot go on. */
    public CompletableFuture<Void> failure() {
        return following.failure();
    }

    public boolean hasFailed() {
        return failure().isDone();
    }

    /** Ends the session's work from outside, for a reason. */
    public void fail(Throwable reason) {
        following.fail(reason);
    }

    /** Returns when nothing is read, copied or published any more. */
    @Override
    public void close() {
        closing = true;
        slot.retire();
        beat.close();
        guard.close();
        following.stop();
        slot.close();
        following.close();
        directory.close();
    }
}
