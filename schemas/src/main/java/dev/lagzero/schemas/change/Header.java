package dev.lagzero.schemas.change;

import dev.lagzero.schemas.position.SourcePosition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What all records of one transaction share.
 *
 * @param connector kind of source: {@code sqlite} or {@code memory}
 * @param database what the source calls itself, for people: the file's name
 * @param snapshot this transaction is the replacing snapshot that opens an epoch: target rows that are not in it go
 * @param reason why the transaction does not stand for exactly one source commit ({@code compare}, {@code spool-bound},
 *     {@code resync}, ...), null when it does
 * @param timestampMillis when capture saw the commit, milliseconds since 1970 by the source's clock
 */
public record Header(
        String source,
        String connector,
        String database,
        SourcePosition position,
        boolean snapshot,
        @Nullable String reason,
        long timestampMillis) {

    public Header {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(position, "position");
        if (snapshot != position.opensEpoch()) {
            throw new IllegalArgumentException("the snapshot of an epoch is its first transaction, not " + position);
        }
    }
}
