package dev.lagzero.capture.memory;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.journal.Journal;
import dev.lagzero.capture.journal.Transaction;
import dev.lagzero.capture.publish.Partitions;
import dev.lagzero.capture.session.Wires;
import dev.lagzero.capture.shadow.StateDirectory;
import dev.lagzero.capture.store.Columns;
import dev.lagzero.capture.store.RowShape;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.table.TableDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fits together what the topic and the data directory hold of a store. */
final class StoreOpening {

    private static final Logger LOG = LoggerFactory.getLogger(StoreOpening.class);

    private final StoreConfig config;
    private final Wires wires;
    private final StateDirectory directory;
    private final Path indexFile;
    private final Optional<Index> index;

    /**
     * @param at the log, our claim included
     * @param newest the last transaction that the store holds: the next one follows it
     * @param skip parts of the first transaction to publish that are in the log already
     */
    record Opened(
            Journal journal, Rebuilt rebuilt, Partitions.Found at, SourcePosition newest, long skip, Index index) {}

    StoreOpening(StoreConfig config, Wires wires, StateDirectory directory) {
        this.config = config;
        this.wires = wires;
        this.directory = directory;
        this.indexFile = directory.path().resolve("journal.index");
        try {
            this.index = Index.load(indexFile);
        } catch (IllegalArgumentException e) {
            throw new CaptureFault(
                    "source " + config.source() + ": " + indexFile + " cannot be read: " + e.getMessage()
                            + ". Without it the journal cannot be trusted; bring the file back.",
                    e);
        }
    }

    Path indexFile() {
        return indexFile;
    }

    /**
     * @param seen what a target knows
     * @param failed told when the journal cannot be kept any more
     */
    Opened open(List<RowShape<?, ?>> shapes, Seen seen, Consumer<Throwable> failed) throws InterruptedException {
        Rebuilding.Read read = new Rebuilding(wires, config.source()).read(index);
        Journaled journaled = new Journaled();
        Journal journal = Journal.open(directory.path().resolve("journal"), config.journal(), journaled::add, failed);
        try {
            Rebuilt rebuilt = read.rebuilt();
            journaled.forgetBelow(liveFrom(read));
            Beginning.Known known = new Beginning.Known(
                    config.source(),
                    index,
                    read.found().tail(),
                    journaled,
                    rebuilt::lastOf,
                    seen,
                    doubt(rebuilt, shapes),
                    directory.path());
            Beginning beginning = Beginning.decide(known);
            catchUp(journal, journaled, rebuilt);
            return switch (beginning) {
                case Beginning.GoOn on -> goOn(journal, read, on, journaled);
                case Beginning.Claim claim -> claim(journal, read, claim);
            };
        } catch (InterruptedException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private @Nullable String doubt(Rebuilt rebuilt, List<RowShape<?, ?>> shapes) {
        if (index.isPresent() && !index.get().home().equals(directory.home())) {
            return "the data directory was copied or restored";
        }
        for (RowShape<?, ?> shape : shapes) {
            TableDefinition declared = shape.definition();
            Optional<TableDefinition> former = rebuilt.definition(declared.name());
            if (former.isEmpty() || !Columns.alike(former.get(), declared)) {
                return "collection " + declared.name() + " is declared "
                        + (former.isEmpty() ? "for the first time" : "in another way than before");
            }
        }
        return null;
    }

    /** The journal may still hold transactions that the snapshot of a later epoch of ours contains. */
    private long liveFrom(Rebuilding.Read read) {
        boolean ours = index.filter(known -> known.knows(read.found().tail().instance()))
                .isPresent();
        return ours
                ? read.rebuilt().wholeEpoch()
                : index.map(known -> known.acknowledged().epoch()).orElse(0L);
    }

    /** Behind an unfinished claim the transactions of the epochs before it count as well: its snapshot will hold them. */
    private static void catchUp(Journal journal, Journaled journaled, Rebuilt rebuilt) {
        Journal.Cursor cursor = journal.after(SourcePosition.NONE);
        for (Transaction next = cursor.next(0); next != null; next = cursor.next(0)) {
            SourcePosition at = next.position();
            if (journaled.holds(at) && at.sequence() > rebuilt.lastOf(at.epoch())) {
                rebuilt.apply(next);
            }
        }
    }

    private Opened goOn(Journal journal, Rebuilding.Read read, Beginning.GoOn on, Journaled journaled) {
        SourcePosition written = journaled.last(on.last().epoch());
        SourcePosition newest = written.isAfter(on.last()) ? written : on.last();
        LOG.info(
                "source={} event=continue position={} unpublished={}",
                config.source(),
                on.last(),
                newest.sequence() - on.last().sequence());
        return new Opened(journal, read.rebuilt(), read.found(), newest, on.skip(), index.orElseThrow());
    }

    private Opened claim(Journal journal, Rebuilding.Read read, Beginning.Claim claim) throws InterruptedException {
        String instance = UUID.randomUUID().toString();
        Index.From from = index.map(Index::from).orElse(Index.From.NOWHERE);
        SourcePosition acknowledged = index.map(Index::acknowledged).orElse(SourcePosition.NONE);
        String former = index.filter(known -> known.knows(read.found().tail().instance()))
                .map(known -> read.found().tail().instance())
                .orElse("");
        new Index(former, instance, directory.home(), from, acknowledged).save(indexFile);
        Partitions.Found at = Tenure.claim(wires, config.source(), read.found(), claim, instance);
        LOG.info(
                "source={} event=claim epoch={} partition={} reason=\"{}\"",
                config.source(),
                at.tail().epoch(),
                at.partition(),
                claim.reason());
        Index claimed = new Index(instance, "", directory.home(), from, acknowledged);
        claimed.save(indexFile);
        return new Opened(journal, read.rebuilt(), at, at.tail().last().next(), 0, claimed);
    }
}
