package dev.lagzero.capture.publish;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.schemas.json.Stamp;
import java.util.ArrayList;
import java.util.List;

/**
 * Notices another capture of the same source. What this capture appended it knows by its acknowledgements; whatever else
 * is in the partition it reads, and a higher claim means that it must stop. Consumers drop what it appends after that
 * claim, so noticing late does no harm.
 */
public final class Fence {

    private final ChangeLog log;
    private final int partition;
    private final String source;
    private final long epoch;
    private final String instance;
    private final List<Range> foreign = new ArrayList<>();
    private long known;
    private long lastOwn;
    private long endBefore;
    private boolean lost;

    private record Range(long from, long to) {}

    /** @param start the partition, our claim, and the offset up to which the log is known */
    public Fence(ChangeLog log, Partitions.Found start, String source, String instance) {
        this.log = log;
        this.partition = start.partition();
        this.source = source;
        this.epoch = start.tail().epoch();
        this.instance = instance;
        this.known = start.scanned();
        this.lastOwn = start.scanned() - 1;
        this.endBefore = start.scanned();
    }

    /** A record of our own stands at this offset. Called in the order of appending. */
    public synchronized void own(long offset) {
        lost |= offset <= lastOwn;
        lastOwn = Math.max(lastOwn, offset);
        if (offset > known) {
            foreign.add(new Range(known, offset));
        }
        known = Math.max(known, offset + 1);
    }

    /**
     * Reads what others appended up to the call before this one: by then our own acknowledgements have told which
     * records need no reading.
     *
     * @throws CaptureFault when another capture has claimed the source, or the log has lost records
     */
    public void check() {
        for (Range range : take(log.end(partition))) {
            log.read(partition, range.from(), range.to(), this::look);
        }
    }

    private synchronized List<Range> take(long end) {
        // The end is asked for before this lock is taken, so acknowledgements may have overtaken it, but not by a whole
        // interval: compare with what was acknowledged when the last end was taken.
        if (lost || end < endBefore) {
            throw new CaptureFault(
                    "the changes topic has lost records: partition " + partition + " ends at offset " + end
                            + ", but held " + Math.max(endBefore, lastOwn + 1)
                            + " before. Was it deleted, or did its broker lose its disk? Start the capture again: it claims source "
                            + source + " anew and sends a replacing snapshot.");
        }
        if (endBefore > known) {
            foreign.add(new Range(known, endBefore));
            known = endBefore;
        }
        endBefore = end;
        List<Range> taken = List.copyOf(foreign);
        foreign.clear();
        return taken;
    }

    private void look(ChangeLog.Entry entry) {
        Stamp stamp = Stamps.of(entry);
        if (stamp.kind() == Stamp.Kind.CLAIM
                && stamp.source().equals(source)
                && stamp.position().epoch() > epoch
                && !stamp.instance().equals(instance)) {
            throw new CaptureFault(
                    "another capture has claimed source " + source + " (epoch "
                            + stamp.position().epoch() + " above ours, " + epoch
                            + "); this one stops. Run one capture of a source only; a copied data directory counts as another.");
        }
    }
}
