package dev.lagzero.capture.memory;

import dev.lagzero.capture.journal.Transaction;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.HashSet;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Which transactions a journal holds: of each epoch a run without holes. */
final class Journaled {

    private final NavigableMap<Long, Run> runs = new TreeMap<>();
    private final Set<SourcePosition> snapshots = new HashSet<>();

    /** The sequences of an epoch, both ends included. */
    record Run(long first, long last) {}

    void add(Transaction transaction) {
        SourcePosition at = transaction.position();
        runs.merge(at.epoch(), new Run(at.sequence(), at.sequence()), (old, now) -> new Run(old.first(), now.last()));
        if (transaction.kind() == Transaction.Kind.SNAPSHOT) {
            snapshots.add(at);
        }
    }

    NavigableMap<Long, Run> runs() {
        return runs;
    }

    /** What stands in lower epochs is in the snapshot of a later one: it does not count any more. */
    void forgetBelow(long epoch) {
        runs.headMap(epoch).clear();
    }

    boolean holds(SourcePosition position) {
        Run run = runs.get(position.epoch());
        return run != null && run.first() <= position.sequence() && position.sequence() <= run.last();
    }

    /** The last transaction of an epoch, sequence 0 when there is none. */
    SourcePosition last(long epoch) {
        Run run = runs.get(epoch);
        return new SourcePosition(epoch, run == null ? 0 : run.last());
    }

    /** The content of a transaction can be told again: it is there, and not a snapshot. */
    boolean tells(SourcePosition position) {
        return holds(position) && !snapshots.contains(position);
    }
}
