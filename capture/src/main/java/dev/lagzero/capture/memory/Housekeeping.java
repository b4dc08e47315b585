package dev.lagzero.capture.memory;

import dev.lagzero.capture.journal.Journal;
import dev.lagzero.capture.session.Wires;
import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Frees the journal of what Kafka holds, and remembers from where a restart has to read. */
final class Housekeeping {

    private final Wires wires;
    private final Journal journal;
    private final Path indexFile;
    private final Until until;
    private final String topicId;
    private final int partition;
    private Index index;
    private Index.@Nullable From begun;
    private long writtenAtSnapshot;
    private boolean dirty;

    /** @param acknowledged how far Kafka holds the source */
    record Until(Supplier<SourcePosition> acknowledged) {}

    Housekeeping(Wires wires, StoreOpening.Opened opened, Path indexFile, Until until) {
        this.wires = wires;
        this.journal = opened.journal();
        this.indexFile = indexFile;
        this.until = until;
        this.topicId = wires.log().id();
        this.partition = opened.at().partition();
        this.index = opened.index();
    }

    synchronized void snapshotAsked(long written) {
        writtenAtSnapshot = written;
    }

    synchronized void snapshotBegins(SourcePosition position, long offset) {
        SourcePosition before = new SourcePosition(position.epoch(), position.sequence() - 1);
        begun = new Index.From(topicId, partition, offset, before, index.instance());
    }

    synchronized void snapshotEnds(SourcePosition position) {
        Index.From from = begun;
        // A snapshot of nothing has no first record: then the one before serves.
        if (from != null && position.equals(from.before().next())) {
            index = index.withFrom(from);
            dirty = true;
        }
        begun = null;
    }

    /** What is remembered of the topic now. */
    synchronized Index index() {
        return index;
    }

    synchronized boolean wantsSnapshot(long bytes) {
        return journal.written() - writtenAtSnapshot > bytes;
    }

    synchronized void trim() {
        SourcePosition acknowledged = until.acknowledged().get();
        boolean trim = acknowledged.sequence() > 0 && journal.canTrim(acknowledged);
        if (!trim && !dirty) {
            return;
        }
        // What is forgotten here must not be forgotten there.
        wires.sync().accept(partition);
        index = index.withAcknowledged(acknowledged);
        index.save(indexFile);
        dirty = false;
        if (trim) {
            journal.trim(acknowledged);
            Moment.JOURNAL_TRIMMED.passed();
        }
    }
}
