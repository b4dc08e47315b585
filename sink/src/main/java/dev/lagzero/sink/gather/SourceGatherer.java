package dev.lagzero.sink.gather;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.target.Target.Applied;
import java.util.List;
import java.util.Optional;

/** One source's part in a partition: accepts exactly the record that comes next. */
final class SourceGatherer {

    private final String name;
    private long claimedEpoch;
    private SourcePosition done;
    /** Null between transactions. */
    private OpenTransaction open;

    /** Null while nothing is missing. */
    private Hole hole;

    private boolean knownLog;

    /** @param knownLog the log is the one that was applied so far; else it has to show the epoch that was claimed last */
    SourceGatherer(String name, Applied applied, boolean knownLog) {
        this.name = name;
        this.claimedEpoch = applied.claimedEpoch();
        this.done = applied.position();
        this.knownLog = knownLog || claimedEpoch == 0;
    }

    void take(long offset, RowEvent event, List<Step> steps) {
        switch (event) {
            case RowEvent.Claimed claimed -> claim(claimed.epoch(), offset, steps);
            case RowEvent.Part part -> {
                if (isOfNextTransaction(part, offset, steps)) {
                    add(part, offset, steps);
                }
            }
            case RowEvent.Ended ended -> {
                if (isOfNextTransaction(ended, offset, steps)) {
                    end(ended, offset, steps);
                }
            }
        }
    }

    private void claim(long epoch, long offset, List<Step> steps) {
        if (epoch < claimedEpoch) {
            suspectLog(new SourcePosition(epoch, 0), offset, steps);
            return;
        }
        trustLog();
        if (epoch == claimedEpoch) {
            return;
        }
        drop(steps);
        hole = null;
        claimedEpoch = epoch;
        steps.add(new Step.Claim(name, epoch, offset));
    }

    /** An epoch that was claimed begins with its snapshot, whatever was applied before. */
    private SourcePosition next() {
        return claimedEpoch > done.epoch() ? new SourcePosition(claimedEpoch, 1) : done.next();
    }

    private boolean isOfNextTransaction(RowEvent event, long offset, List<Step> steps) {
        SourcePosition position = event.position();
        if (position.epoch() < claimedEpoch) {
            suspectLog(position, offset, steps);
            return false;
        }
        trustLog();
        if (!position.isAfter(done)) {
            return false;
        }
        SourcePosition next = next();
        if (position.equals(next)) {
            return true;
        }
        String detail = position.epoch() > claimedEpoch
                ? "a record of " + position + " came, but nobody claimed epoch " + position.epoch()
                : "a record of " + position + " came";
        stopBefore(next, position, detail, offset, steps);
        return false;
    }

    /**
     * A log that is new to us shows an epoch below the one that was claimed last. If it was derived again, that claim is
     * still to come; if captures began anew, it never does, and nothing in this log would ever be applied.
     */
    private void suspectLog(SourcePosition position, long offset, List<Step> steps) {
        if (!knownLog) {
            String detail = "the topic was made anew and is at epoch " + position.epoch() + ", but epoch "
                    + claimedEpoch + " has been seen before";
            stopBefore(next(), position, detail, offset, steps);
        }
    }

    private void trustLog() {
        if (!knownLog) {
            knownLog = true;
            hole = null;
        }
    }

    private void add(RowEvent.Part part, long offset, List<Step> steps) {
        long expected = open == null ? 0 : open.parts();
        if (part.ordinal() + part.count() <= expected) {
            return;
        }
        if (part.ordinal() != expected) {
            String detail = "part " + part.ordinal() + " came where part " + expected + " was due";
            stopBefore(part.position(), part.position(), detail, offset, steps);
            return;
        }
        begin(part.position(), offset, steps).add(part, offset, steps);
    }

    private void end(RowEvent.Ended ended, long offset, List<Step> steps) {
        long parts = open == null ? 0 : open.parts();
        if (ended.parts() != parts) {
            String detail = "it ends after " + parts + " parts and says that it has " + ended.parts();
            stopBefore(ended.position(), ended.position(), detail, offset, steps);
            return;
        }
        steps.add(begin(ended.position(), offset, steps).end(ended));
        done = ended.position();
        open = null;
    }

    private OpenTransaction begin(SourcePosition position, long offset, List<Step> steps) {
        hole = null;
        if (open == null) {
            open = new OpenTransaction(position, offset);
            if (position.opensEpoch()) {
                open.spill(name, steps);
            }
        }
        return open;
    }

    private void stopBefore(
            SourcePosition expected, SourcePosition found, String detail, long offset, List<Step> steps) {
        long from = firstOffset().orElse(offset);
        drop(steps);
        if (hole == null) {
            hole = new Hole(name, expected, found, detail + " (offset " + offset + ")", from);
        }
    }

    private void drop(List<Step> steps) {
        if (open != null && open.isLarge()) {
            steps.add(new Step.LargeDropped(name));
        }
        open = null;
    }

    void spill(List<Step> steps) {
        if (open != null) {
            open.spill(name, steps);
        }
    }

    /** About how many bytes of heap are held for this source. */
    long weight() {
        return open == null ? 0 : open.weight();
    }

    /** Where reading has to begin so that nothing of this source is missed; empty when nothing is pending. */
    Optional<Long> firstOffset() {
        if (hole != null) {
            return Optional.of(hole.offset());
        }
        return Optional.ofNullable(open).map(OpenTransaction::firstOffset);
    }

    Optional<Hole> hole() {
        return Optional.ofNullable(hole);
    }
}
