package dev.lagzero.capture.memory;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.publish.Tail;
import dev.lagzero.schemas.position.SourcePosition;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** How a store goes on, given what the log, the journal and the target know. Pure. */
sealed interface Beginning {

    /** The epoch goes on behind {@code last}; the first {@code skip} parts of the next transaction are in the log. */
    record GoOn(SourcePosition last, long skip) implements Beginning {}

    /** A new epoch begins, with a replacing snapshot of what was rebuilt. */
    record Claim(long epoch, String reason) implements Beginning {}

    /**
     * What is known.
     *
     * @param lastOf the last whole sequence of an epoch in the log, 0 when none
     * @param directory where the journal is, for messages
     * @param doubt why the epoch cannot go on, from elsewhere; null when it may
     */
    record Known(
            String source,
            Optional<Index> index,
            Tail tail,
            Journaled journaled,
            LongUnaryOperator lastOf,
            Seen seen,
            @Nullable String doubt,
            Path directory) {}

    /** @throws CaptureFault when going on would lose what was written: then a person must decide */
    static Beginning decide(Known known) {
        refuseLoss(known);
        Tail tail = known.tail();
        String reason = doubt(known);
        return reason == null
                ? new GoOn(tail.last(), tail.parts())
                : new Claim(Math.max(tail.epoch(), known.seen().claimed()) + 1, reason);
    }

    private static void refuseLoss(Known known) {
        SourcePosition last = known.tail().last();
        SourcePosition acknowledged = known.index().map(Index::acknowledged).orElse(SourcePosition.NONE);
        if (acknowledged.isAfter(last)) {
            throw lost(
                    known,
                    "Kafka had acknowledged everything up to " + acknowledged + ", but the topic ends at " + last);
        }
        if (known.seen().shown().isAfter(last)) {
            throw lost(known, "the target shows " + known.seen().shown() + ", but the topic ends at " + last);
        }
        known.journaled().runs().forEach((epoch, run) -> {
            long published = known.lastOf().applyAsLong(epoch);
            if (run.last() > published) {
                refuseFork(known, run.last() - published);
                refuseHole(known, epoch, run, published);
            }
        });
    }

    private static CaptureFault lost(Known known, String what) {
        return new CaptureFault("source " + known.source() + ": " + what
                + ", so the store cannot be rebuilt, and an empty one"
                + " would empty the target. Bring the topic back; or begin anew with an empty store, without the"
                + " source's tables in the target and without " + known.directory() + ": lagzero reset --source "
                + known.source());
    }

    private static void refuseFork(Known known, long count) {
        boolean ours = known.index()
                .filter(index -> index.knows(known.tail().instance()))
                .isPresent();
        if (!ours) {
            throw new CaptureFault("source " + known.source() + ": another process has claimed it (epoch "
                    + known.tail().epoch() + ") while " + count + " transactions of this data directory were not yet in"
                    + " the log. They cannot be told any more. Start from the other process' data directory; or go on"
                    + " without them, and without " + known.directory() + ": lagzero reset --source " + known.source());
        }
    }

    /** The snapshot of an epoch is not in the journal: there the run begins with the second transaction. */
    private static void refuseHole(Known known, long epoch, Journaled.Run run, long published) {
        long next = published == 0 ? 2 : published + 1;
        if (run.first() > next) {
            throw new CaptureFault("source " + known.source() + ": the journal begins at " + epoch + ":" + run.first()
                    + ", but the topic holds the epoch only up to " + epoch + ":" + published
                    + ". Were files of the journal, or records of the topic, removed? Bring them back.");
        }
    }

    private static @Nullable String doubt(Known known) {
        Tail tail = known.tail();
        if (known.index().isEmpty()) {
            return "the data directory is new";
        }
        if (!known.index().get().knows(tail.instance())) {
            return "the topic's highest claim is epoch " + tail.epoch() + " of another capture";
        }
        if (known.doubt() != null) {
            return known.doubt();
        }
        if (tail.broken()) {
            return "the topic's transactions of epoch " + tail.epoch() + " are not dense";
        }
        if (tail.last().sequence() == 0) {
            return "the snapshot of epoch " + tail.epoch() + " was not finished";
        }
        SourcePosition next = tail.last().next();
        if (tail.parts() > 0 && !known.journaled().tells(next)) {
            return "half of " + next + " is in the topic, and the journal does not hold it";
        }
        // Nothing of the journal is lost when all of it is in the topic already; but then somebody else wrote the rest.
        SourcePosition newest = known.journaled().last(tail.epoch());
        return newest.sequence() > 0 && tail.last().isAfter(newest)
                ? "the topic goes on after " + newest + ", where the journal ends"
                : null;
    }
}
