package dev.lagzero.capture.store;

import dev.lagzero.capture.journal.Change;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collections that change together. Writers of single entries go side by side, a transaction goes alone; readers never
 * wait. What is written is written down as a whole before any of it shows; it shows entry by entry to those who read
 * without {@link #read}. Each entry changes in the order in which it is written down. Thread-safe.
 */
public final class Store {

    private final Ledger ledger;
    private volatile Map<String, JournaledMap<?, ?>> maps = Map.of();
    private @Nullable Draft draft;
    private final Awaited awaited = new Awaited();
    // Whoever waits for a position wants nothing beyond it: then each write is followed by a look at who waits.
    private final Turns turns = new Turns(awaited::isAny);

    public Store(Ledger ledger) {
        this.ledger = ledger;
    }

    /** Declares a collection that is not there. For use before anything is written. */
    public <K, V> void declare(RowShape<K, V> shape) {
        String name = shape.definition().name();
        if (maps.containsKey(name)) {
            throw new IllegalArgumentException("two collections are called " + name);
        }
        Map<String, JournaledMap<?, ?>> more = new LinkedHashMap<>(maps);
        more.put(name, new JournaledMap<>(this, shape));
        maps = more;
    }

    /** Declares a collection that the log holds, and perhaps no program declares any more. */
    public void declareFound(TableDefinition definition) {
        if (!maps.containsKey(definition.name())) {
            declare(new ImageShape(definition));
        }
    }

    /** Takes in a row of an earlier process. */
    public void restore(String table, Image row) {
        named(table).restore(row);
    }

    /**
     * The collection of a declared shape.
     *
     * @throws IllegalArgumentException when it was not declared at the start
     */
    @SuppressWarnings("unchecked")
    public <K, V> JournaledMap<K, V> map(RowShape<K, V> shape) {
        JournaledMap<?, ?> map = named(shape.definition().name());
        if (!map.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "collection " + shape.definition().name() + " was declared with another shape");
        }
        return (JournaledMap<K, V>) map;
    }

    JournaledMap<?, ?> named(String table) {
        JournaledMap<?, ?> map = maps.get(table);
        if (map == null) {
            throw new IllegalArgumentException(
                    "collection " + table + " is not declared: name its shape when the store is opened");
        }
        return map;
    }

    /** What a table is, if it is there. */
    public Optional<TableDefinition> find(String table) {
        return Optional.ofNullable(maps.get(table)).map(map -> map.shape().definition());
    }

    /** Shows every row of a table, as the open transaction sees it. */
    public void rows(String table, Consumer<Image> each) {
        locked(() -> {
            images(named(table), each);
            return true;
        });
    }

    private static <K, V> void images(JournaledMap<K, V> map, Consumer<Image> each) {
        map.forEach((key, value) ->
                each.accept(new Image(map.layout().names(), map.shape().row(key, value))));
    }

    /** Columns may be added: no program has declared the table with a shape of its own. */
    boolean grows(String table) {
        return named(table).shape() instanceof ImageShape;
    }

    /** As part of the open transaction: a table begins, or has more columns. */
    @SuppressWarnings("unchecked")
    void define(TableDefinition definition) {
        Definitions definitions = draft().definitions();
        JournaledMap<?, ?> known = maps.get(definition.name());
        if (known == null) {
            Map<String, JournaledMap<?, ?>> before = maps;
            declare(new ImageShape(definition));
            definitions.made(definition, () -> maps = before);
        } else {
            JournaledMap<Image, Image> map = (JournaledMap<Image, Image>) known;
            RowShape<Image, Image> former = map.shape();
            map.reshape(new ImageShape(definition));
            definitions.grown(former.definition(), definition, () -> map.reshape(former));
        }
    }

    /** The position that the open transaction will have, should it change anything. */
    public SourcePosition next() {
        return locked(ledger::next);
    }

    /** Runs changes as one transaction: they are written down and show together, or not at all when it throws. */
    public <T> T atomically(Supplier<T> change) {
        SourcePosition[] at = {SourcePosition.NONE};
        T result = locked(() -> {
            if (draft != null) {
                return change.get();
            }
            Draft own = new Draft();
            boolean taken = false;
            draft = own;
            try {
                T made = change.get();
                draft = null;
                List<Change> changes = own.changes();
                at[0] = changes.isEmpty() ? SourcePosition.NONE : ledger.write(changes);
                show(own, at[0]);
                taken = true;
                return made;
            } finally {
                draft = null;
                if (!taken) {
                    own.definitions().undo();
                }
            }
        });
        settle(at[0]);
        return result;
    }

    private void show(Draft own, SourcePosition written) {
        try {
            own.apply();
            awaited.shown(newest(), this::copy);
        } catch (RuntimeException | Error e) {
            if (written.sequence() > 0) {
                ledger.parted(written, e);
            }
            throw e;
        }
    }

    /** The same for changes that give nothing back. */
    public void atomically(Runnable change) {
        atomically(() -> {
            change.run();
            return true;
        });
    }

    /** Runs while nothing changes: what it reads belongs together. */
    public <T> T read(Supplier<T> question) {
        return locked(question);
    }

    private <T> T locked(Supplier<T> action) {
        return turns.alone(action);
    }

    /** A single write of a collection: by far the most are. */
    <K, V> @Nullable V write(
            JournaledMap<K, V> map, K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> next) {
        if (!turns.enter()) {
            return writeAlone(map, key, next);
        }
        Single<K, V> write = new Single<>(ledger, map, next);
        try {
            write.run(key);
        } finally {
            turns.leave();
        }
        settle(write.written());
        return write.old();
    }

    private <K, V> @Nullable V writeAlone(
            JournaledMap<K, V> map, K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> next) {
        Single<K, V> write = new Single<>(ledger, map, next);
        V old = turns.alone(() -> {
            if (draft != null) {
                V was = map.get(key);
                V value = next.apply(key, was);
                if (value != was) {
                    draft.set(map, key, value);
                }
                return was;
            }
            write.run(key);
            awaited.shown(newest(), this::copy);
            return write.old();
        });
        settle(write.written());
        return old;
    }

    /** Not inside an outer transaction: that settles once, at its end. */
    private void settle(SourcePosition at) {
        if (at.sequence() > 0 && !turns.isAlone()) {
            ledger.settle(at);
        }
    }

    /** The open transaction changes something, as far as it has come. */
    boolean drafts() {
        return !draft().changes().isEmpty();
    }

    /** Runs when the open transaction shows; not when it is not taken. */
    void afterwards(Runnable action) {
        draft().then(action);
    }

    boolean drafting() {
        return turns.isAlone() && draft != null;
    }

    Draft draft() {
        if (draft == null) {
            throw new IllegalStateException("no transaction is open");
        }
        return draft;
    }

    /** The last transaction that was written. */
    public SourcePosition newest() {
        return ledger.newest();
    }

    /** Completes when Kafka holds everything that was written before the call. */
    public CompletableFuture<SourcePosition> acknowledged() {
        return ledger.acknowledged(newest());
    }

    /** The tables as they are declared now, in the order of their declaration. */
    public List<TableDefinition> definitions() {
        return locked(() ->
                maps.values().stream().map(map -> map.shape().definition()).toList());
    }

    /** A copy of everything at one position. Writers wait while entries are copied, about 50 ms a million. */
    public Frozen freeze() {
        return locked(this::copy);
    }

    private Frozen copy() {
        List<Frozen.Table> tables = new ArrayList<>();
        maps.values().forEach(map -> tables.add(Frozen.of(map)));
        return new Frozen(newest(), tables);
    }

    /** A copy at a position that is the newest, or lies ahead; empty when it lies behind. To be {@link #thaw}ed. */
    public Optional<CompletableFuture<Frozen>> frozenAt(SourcePosition at) {
        return locked(() -> {
            if (newest().isAfter(at)) {
                return Optional.empty();
            }
            CompletableFuture<Frozen> copy = awaited.at(at);
            awaited.shown(newest(), this::copy);
            return Optional.of(copy);
        });
    }

    /** Nobody waits for the copy any more. */
    public void thaw(SourcePosition at, CompletableFuture<Frozen> copy) {
        locked(() -> awaited.remove(at, copy));
    }

    /** Gives a position to a mark in the log that changes nothing; nobody writes meanwhile. */
    public SourcePosition mark(Function<Frozen, SourcePosition> mark) {
        return locked(() -> {
            SourcePosition at = mark.apply(copy());
            awaited.shown(at, this::copy);
            return at;
        });
    }
}
