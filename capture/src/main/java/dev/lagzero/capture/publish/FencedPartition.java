package dev.lagzero.capture.publish;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.schemas.json.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What is known of one partition of the log, and which sources in it are ours. */
final class FencedPartition {

    private final ChangeLog log;
    private final int partition;
    private final Map<String, Ours> sources = new ConcurrentHashMap<>();
    private final List<Range> foreign = new ArrayList<>();
    private long known;
    private long lastOwn;
    private long endBefore;
    private boolean lost;

    /** A source under the claim by which it is ours. */
    record Ours(String source, long epoch, String instance, Consumer<CaptureFault> stop) {}

    private record Range(long from, long to) {}

    FencedPartition(ChangeLog log, int partition, long known) {
        this.log = log;
        this.partition = partition;
        this.known = known;
        this.lastOwn = known - 1;
        this.endBefore = known;
    }

    synchronized void add(Ours source, Partitions.Found start) {
        sources.put(source.source(), source);
        if (start.scanned() < known) {
            // It was read for the others only.
            foreign.add(new Range(start.scanned(), known));
        }
    }

    /** Returns whether none is left. */
    synchronized boolean remove(String source) {
        sources.remove(source);
        return sources.isEmpty();
    }

    synchronized void own(long offset) {
        lost |= offset <= lastOwn;
        lastOwn = Math.max(lastOwn, offset);
        if (offset > known) {
            foreign.add(new Range(known, offset));
        }
        known = Math.max(known, offset + 1);
    }

    /** While Kafka is silent nobody can claim either; the next look makes up for it. */
    void check() {
        List<Range> due = List.of();
        try {
            due = take(log.end(partition));
            for (Range range : due) {
                log.read(partition, range.from(), range.to(), this::look);
            }
        } catch (KafkaSilentException e) {
            putBack(due);
        } catch (CaptureFault e) {
            sources.values().forEach(ours -> ours.stop().accept(e));
        }
    }

    private synchronized List<Range> take(long end) {
        // The end is asked for before this lock is taken, so acknowledgements may have overtaken it, but not by a whole
        // interval: compare with what was acknowledged when the last end was taken.
        if (lost || end < endBefore) {
            throw new CaptureFault(
                    "the changes topic has lost records: partition " + partition + " ends at offset " + end
                            + ", but held " + Math.max(endBefore, lastOwn + 1)
                            + " before. Was it deleted, or did its broker lose its disk? Start the capture again: it"
                            + " claims its sources anew and sends replacing snapshots.");
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

    private synchronized void putBack(List<Range> unread) {
        foreign.addAll(unread);
    }

    private void look(ChangeLog.Entry entry) {
        Stamp stamp = Stamps.of(entry);
        Ours ours = sources.get(stamp.source());
        if (ours != null
                && stamp.kind() == Stamp.Kind.CLAIM
                && stamp.position().epoch() > ours.epoch()
                && !stamp.instance().equals(ours.instance())) {
            ours.stop()
                    .accept(new CaptureFault("another capture has claimed source " + ours.source() + " (epoch "
                            + stamp.position().epoch() + " above ours, " + ours.epoch()
                            + "); this one stops. Run one capture of a source only; a copied data directory counts as"
                            + " another."));
        }
    }
}
