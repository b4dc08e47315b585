package dev.lagzero.capture.memory;

import dev.lagzero.capture.journal.Journal;
import dev.lagzero.capture.journal.Transaction;
import dev.lagzero.schemas.position.SourcePosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Writes to a store that may stand in its journal only: whoever deletes the journal loses them.
 *
 * @param count of transactions
 */
public record Unpublished(SourcePosition first, SourcePosition last, long count) {

    /**
     * What the journal of a store that is not open holds beyond what Kafka is known to hold.
     *
     * @param directory of the source
     * @param known Kafka holds everything up to here, by another witness
     * @return empty when there is none, or the source is no store
     */
    public static Optional<Unpublished> in(Path directory, SourcePosition known) {
        Path journal = directory.resolve("journal");
        if (!Files.isDirectory(journal)) {
            return Optional.empty();
        }
        SourcePosition acknowledged = Index.load(directory.resolve("journal.index"))
                .map(Index::acknowledged)
                .orElse(SourcePosition.NONE);
        SourcePosition safe = known.isAfter(acknowledged) ? known : acknowledged;
        Unpublished[] found = {new Unpublished(SourcePosition.NONE, SourcePosition.NONE, 0)};
        Journal.read(journal, transaction -> {
            if (transaction.position().isAfter(safe) && transaction.kind() == Transaction.Kind.WRITE) {
                found[0] = found[0].with(transaction.position());
            }
        });
        return Optional.of(found[0]).filter(some -> some.count() > 0);
    }

    private Unpublished with(SourcePosition next) {
        return new Unpublished(count == 0 ? next : first, next, count + 1);
    }
}
