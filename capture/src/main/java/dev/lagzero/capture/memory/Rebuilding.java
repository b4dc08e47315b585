package dev.lagzero.capture.memory;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.publish.ChangeLog;
import dev.lagzero.capture.publish.Extent;
import dev.lagzero.capture.publish.Partitions;
import dev.lagzero.capture.publish.Tail;
import dev.lagzero.capture.publish.TailScan;
import dev.lagzero.capture.session.Wires;
import dev.lagzero.schemas.json.ChangeJson;
import dev.lagzero.schemas.json.MalformedRecord;
import dev.lagzero.schemas.json.Stamp;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a store out of the topic: from the newest snapshot that is remembered, else from the beginning. */
final class Rebuilding {

    private final Wires wires;
    private final ChangeLog log;
    private final String source;
    private final @Nullable SourcePosition limit;

    Rebuilding(Wires wires, String source) {
        this(wires, source, null);
    }

    /** @param limit what comes after it is left out */
    private Rebuilding(Wires wires, String source, @Nullable SourcePosition limit) {
        this.limit = limit;
        this.wires = wires;
        this.log = wires.log();
        this.source = source;
    }

    /** What the topic holds of a source, and the store that it makes. */
    record Read(Partitions.Found found, Rebuilt rebuilt) {}

    Read read(Optional<Index> index) throws InterruptedException {
        Optional<Index.From> from = index.map(Index::from).filter(this::isThere);
        return from.isPresent() ? read(from.get().partition(), from.get().tail()) : whole();
    }

    /**
     * The store as the topic tells it up to a position, that one included.
     *
     * @throws CaptureFault when the topic has no such position, or not any more
     */
    static Rebuilt until(Wires wires, String source, Index index, SourcePosition at) throws InterruptedException {
        Optional<Index> known =
                Optional.of(index).filter(read -> at.isAfter(read.from().before()));
        Rebuilt rebuilt = new Rebuilding(wires, source, at).read(known).rebuilt();
        if (!rebuilt.applied().equals(at)) {
            throw new CaptureFault("source " + source + ": the topic holds no transaction " + at + " that counts.");
        }
        return rebuilt;
    }

    private boolean isThere(Index.From from) {
        return from.topicId().equals(log.id())
                && from.partition() < log.partitions()
                && from.offset() >= log.begin(from.partition())
                && from.offset() <= log.end(from.partition());
    }

    private Read whole() throws InterruptedException {
        Extent extent = wires.survey().extent();
        for (int partition = 0; partition < extent.partitions(); partition++) {
            if (extent.begin(partition) > 0) {
                throw new CaptureFault("source " + source + ": the changes topic was trimmed (partition " + partition
                        + " begins at offset " + extent.begin(partition)
                        + "), so the store cannot be rebuilt from it. Restore the data directory, or name the source"
                        + " differently.");
            }
        }
        Partitions.Found found = wires.survey().find(source, extent);
        return found.tail().epoch() == 0
                ? new Read(found, new Rebuilt(source, SourcePosition.NONE))
                : read(found.partition(), Tail.EMPTY);
    }

    private Read read(int partition, Tail start) {
        TailScan scan = new TailScan(source, start);
        Rebuilt rebuilt = new Rebuilt(source, start.epoch() == 0 ? SourcePosition.NONE : start.last());
        long end = log.end(partition);
        log.read(partition, start.behind(), end, entry -> {
            Stamp stamp = stamp(entry);
            if (stamp.source().equals(source)) {
                scan.accept(entry.offset(), stamp);
                if (!rebuilt.applied().equals(limit)) {
                    rebuilt.accept(ChangeJson.decode(entry.value()));
                }
            }
        });
        return new Read(new Partitions.Found(partition, scan.tail(), end), rebuilt);
    }

    private static Stamp stamp(ChangeLog.Entry entry) {
        try {
            return ChangeJson.stamp(entry.value());
        } catch (MalformedRecord e) {
            throw new CaptureFault(
                    "the changes topic holds a record at offset " + entry.offset() + " that no Lagzero wrote: "
                            + e.getMessage() + ". Use another pipeline name, or delete the topic and start again.",
                    e);
        }
    }
}
