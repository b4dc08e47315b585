package dev.lagzero.capture.memory;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.journal.Change;
import dev.lagzero.capture.journal.Journal;
import dev.lagzero.capture.journal.RefusedWrite;
import dev.lagzero.capture.journal.Transaction;
import dev.lagzero.capture.publish.Fence;
import dev.lagzero.capture.session.Beats;
import dev.lagzero.capture.session.Wires;
import dev.lagzero.capture.shadow.StateDirectory;
import dev.lagzero.capture.store.Frozen;
import dev.lagzero.capture.store.Ledger;
import dev.lagzero.capture.store.RowShape;
import dev.lagzero.capture.store.Store;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An open store: writes it down, has it published, and knows how far that is. */
public final class StoreSession implements AutoCloseable {

    private static final Duration USUAL_PATIENCE = Duration.ofSeconds(30);

    private final StoreConfig config;
    private final StateDirectory directory;
    private final Journal journal;
    private final String instance;
    private final Fence.Guard guard;
    private final Store store;
    private final Acknowledgements acknowledgements;
    private final StorePublisher publisher;
    private final Housekeeping housekeeping;
    private final StoreClock clock;
    private final StoreFreezing freezing;
    private final Beats.Beat beat;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final boolean claimed;
    private volatile boolean taking = true;

    private StoreSession(
            StoreConfig config, Wires wires, StateDirectory directory, StoreOpening.Opened opened, Start start) {
        this.config = config;
        this.directory = directory;
        this.journal = opened.journal();
        journal.begin(opened.newest());
        SourcePosition published = opened.at().tail().last();
        this.claimed = published.sequence() == 0;
        this.instance = opened.at().tail().instance();
        this.guard = wires.fence().guard(opened.at(), config.source(), this::fail);
        this.acknowledgements = new Acknowledgements(published);
        this.housekeeping = new Housekeeping(
                wires, opened, start.opening().indexFile(), new Housekeeping.Until(acknowledgements::newest));
        this.store = filled(opened.rebuilt(), start.shapes(), new Writing());
        this.freezing = new StoreFreezing(config.source(), store, acknowledgements, at -> past(wires, at));
        this.publisher = new StorePublisher(
                config.source(),
                wires.log(),
                opened.at().partition(),
                journal,
                new StorePublisher.Ends(new Standing(), guard::own, this::fail));
        this.clock = new StoreClock(config.source(), this::tick, this::fail);
        this.beat = wires.beats().add(this::head, this::fail);
        if (claimed) {
            publisher.snapshot(published.next(), store.freeze());
        }
        publisher.start(published, opened.skip());
    }

    private record Start(StoreOpening opening, List<RowShape<?, ?>> shapes) {}

    /** What the publisher tells. */
    private final class Standing implements StorePublisher.Progress {
        @Override
        public void snapshotBegins(SourcePosition position, long offset) {
            housekeeping.snapshotBegins(position, offset);
        }

        @Override
        public void published(SourcePosition position, boolean snapshot) {
            if (snapshot) {
                housekeeping.snapshotEnds(position);
            }
            acknowledgements.reached(position);
            Moment.PUBLISH_ACKNOWLEDGED.passed();
            beat.poke();
        }
    }

    /**
     * Rebuilds the store, claims an epoch if it must, and begins to publish.
     *
     * @param dataDirectory where the journal is kept, on local disk
     * @param shapes of the collections that the program declares
     * @param seen what a target knows
     * @throws CaptureFault when the store cannot be opened without loss, with what to try
     */
    public static StoreSession open(
            StoreConfig config, Path dataDirectory, Wires wires, List<RowShape<?, ?>> shapes, Seen seen)
            throws InterruptedException {
        StateDirectory directory = StateDirectory.open(dataDirectory, config.source());
        CompletableFuture<StoreSession> made = new CompletableFuture<>();
        try {
            StoreOpening opening = new StoreOpening(config, wires, directory);
            StoreOpening.Opened opened =
                    opening.open(shapes, seen, reason -> made.thenAccept(session -> session.fail(reason)));
            StoreSession session =
                    new StoreSession(config, wires, directory, opened, new Start(opening, List.copyOf(shapes)));
            made.complete(session);
            session.clock.start();
            return session;
        } catch (InterruptedException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static Store filled(Rebuilt rebuilt, List<RowShape<?, ?>> shapes, Ledger ledger) {
        Store made = new Store(ledger);
        shapes.forEach(made::declare);
        rebuilt.tables().forEach(table -> {
            made.declareFound(table.definition());
            table.rows().values().forEach(row -> made.restore(table.definition().name(), row));
        });
        return made;
    }

    /** Where the store writes its changes down. */
    private final class Writing implements Ledger {
        @Override
        public SourcePosition newest() {
            return journal.newest();
        }

        @Override
        public SourcePosition next() {
            return journal.next();
        }

        @Override
        public SourcePosition write(List<Change> changes) {
            changes.forEach(Sizes::check);
            return append(Transaction.Kind.WRITE, changes);
        }

        @Override
        public void parted(SourcePosition position, Throwable cause) {
            fail(new CaptureFault(
                    "source " + config.source() + ": " + position
                            + " stands in the journal, but memory does not show it: " + cause
                            + ". Start again: then it will.",
                    cause));
        }

        @Override
        public void settle(SourcePosition position) {
            StoreSession.this.settle(position);
        }

        @Override
        public CompletableFuture<SourcePosition> acknowledged(SourcePosition position) {
            return acknowledgements.of(position);
        }
    }

    private SourcePosition append(Transaction.Kind kind, List<Change> changes) {
        if (!taking) {
            throw new RefusedWrite(
                    RefusedWrite.Reason.CLOSED,
                    "store " + config.source() + " takes no writes: "
                            + (failure.isCompletedExceptionally()
                                    ? failure.exceptionNow().getMessage()
                                    : "it is closed."));
        }
        SourcePosition next = journal.append(kind, System.currentTimeMillis(), changes);
        Moment.TRANSACTION_JOURNALED.passed();
        return next;
    }

    private void settle(SourcePosition position) {
        switch (config.durability()) {
            case PROCESS -> {
                // The journal's pages belong to the system already.
            }
            case DISK -> awaitDisk(position);
            case KAFKA -> awaitKafka(position);
        }
    }

    private void awaitDisk(SourcePosition position) {
        try {
            journal.awaitSynced(position);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureFault("interrupted while waiting for the disk; the write stands in the journal", e);
        }
    }

    private void awaitKafka(SourcePosition position) {
        try {
            acknowledgements.of(position).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof CaptureFault fault ? fault : e;
        }
    }

    private void tick() {
        housekeeping.trim();
        if (housekeeping.wantsSnapshot(config.snapshotBytes())) {
            try {
                snapshot();
            } catch (RefusedWrite e) {
                // A journal without room for it now will have some when Kafka has taken more: the next turn tries
                // again.
                if (e.reason() != RefusedWrite.Reason.FULL) {
                    throw e;
                }
            }
        }
    }

    /** Puts a snapshot into the log, from which a restart can read on; for those who follow the log it changes nothing. */
    public SourcePosition snapshot() {
        return store.mark(frozen -> {
            SourcePosition at = journal.next();
            publisher.snapshot(at, frozen);
            try {
                append(Transaction.Kind.SNAPSHOT, List.of());
                housekeeping.snapshotAsked(journal.written());
                return at;
            } catch (RefusedWrite e) {
                publisher.dropSnapshot(at);
                throw e;
            }
        });
    }

    /** The store at its newest position. */
    public Frozen freeze() {
        return freezing.newest(USUAL_PATIENCE);
    }

    /**
     * The store at one position.
     *
     * @throws CaptureFault when it does not come in time, or the topic does not hold it any more
     */
    public Frozen freeze(SourcePosition at, Duration patience) {
        return freezing.at(at, patience);
    }

    private Frozen past(Wires wires, SourcePosition at) {
        try {
            Rebuilt rebuilt = Rebuilding.until(wires, config.source(), housekeeping.index(), at);
            return filled(rebuilt, List.of(), new Past(at)).freeze();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureFault("interrupted while reading what " + config.source() + " held at " + at, e);
        }
    }

    /** What a copy of the store holds, as a snapshot tells it. */
    public void tell(Frozen frozen, Consumer<ChangeEvent.Part> each) {
        SourcePosition at = frozen.position();
        Header header = new Header(config.source(), "memory", config.source(), at, at.opensEpoch(), "snapshot", 0);
        Telling.tell(frozen, header, each::accept);
    }

    public Store store() {
        return store;
    }

    public Head head() {
        boolean failed = failure.isCompletedExceptionally();
        return new Head(
                config.source(),
                store.newest(),
                acknowledgements.newest(),
                !failed,
                "",
                failed ? String.valueOf(failure.exceptionNow().getMessage()) : "",
                instance,
                System.currentTimeMillis());
    }

    /** The first snapshot of the epoch is in the log, or there was none to make. */
    public boolean isSnapshotDone() {
        return !claimed || acknowledgements.newest().sequence() > 0;
    }

    /** Disk that the journal takes, in bytes. */
    public long journalBytes() {
        return journal.bytes();
    }

    /** Completes exceptionally when the session cannot go on. */
    public CompletableFuture<Void> failure() {
        return failure;
    }

    /** Ends the session's work from outside, for a reason: no write is taken any more. */
    public void fail(@Nullable Throwable reason) {
        taking = false;
        Throwable cause = reason == null ? new CaptureFault("ended") : reason;
        failure.completeExceptionally(cause);
        acknowledgements.fail(cause);
    }

    /** Takes no more writes; what is not published yet stays in the journal. */
    @Override
    public void close() {
        taking = false;
        clock.close();
        beat.close();
        publisher.close();
        guard.close();
        journal.close();
        acknowledgements.fail(new CaptureFault("it was closed."));
        directory.close();
    }
}
