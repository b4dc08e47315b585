package dev.lagzero.capture.store;

import dev.lagzero.capture.journal.Change;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One write of one entry: what it becomes is written down before it shows. Made for a single use, while nobody else writes
 * the entry.
 */
final class Single<K, V> implements BiFunction<K, @Nullable V, @Nullable V> {

    private final Ledger ledger;
    private final JournaledMap<K, V> map;
    private final BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> next;
    private @Nullable V old;
    private SourcePosition written = SourcePosition.NONE;

    Single(
            Ledger ledger,
            JournaledMap<K, V> map,
            BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> next) {
        this.ledger = ledger;
        this.map = map;
        this.next = next;
    }

    @Override
    public @Nullable V apply(K key, @Nullable V was) {
        old = was;
        V value = next.apply(key, was);
        if (value != was) {
            Change change = map.change(key, was, value);
            if (change != null) {
                written = ledger.write(List.of(change));
            }
        }
        return value;
    }

    /** @throws dev.lagzero.capture.journal.RefusedWrite when it is not taken: then nothing has changed */
    void run(K key) {
        try {
            map.shown().compute(key, this);
        } catch (RuntimeException | Error e) {
            if (isWritten()) {
                ledger.parted(written, e);
            }
            throw e;
        }
    }

    boolean isWritten() {
        return written.sequence() > 0;
    }

    SourcePosition written() {
        return written;
    }

    /** What the entry was before. */
    @Nullable
    V old() {
        return old;
    }
}
