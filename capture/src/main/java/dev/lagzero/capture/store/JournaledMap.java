package dev.lagzero.capture.store;

import dev.lagzero.capture.journal.Change;
import dev.lagzero.capture.journal.Layout;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A map whose every change is written down before it shows. Reading costs what a {@link ConcurrentHashMap} costs.
 * Writing is one transaction, or part of the one that {@link Store#atomically} runs; when it throws, nothing has changed.
 * Keys and values must not be changed after they were put. Neither may be null. Thread-safe.
 */
public final class JournaledMap<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V> {

    private final Store store;
    private final ConcurrentHashMap<K, V> entries = new ConcurrentHashMap<>();
    private volatile RowShape<K, V> shape;
    private volatile Layout layout;

    JournaledMap(Store store, RowShape<K, V> shape) {
        this.store = store;
        this.shape = shape;
        this.layout = layout(shape);
    }

    private static Layout layout(RowShape<?, ?> shape) {
        return new Layout(
                shape.definition().name(),
                shape.definition().columnNames(),
                shape.definition().key());
    }

    RowShape<K, V> shape() {
        return shape;
    }

    Layout layout() {
        return layout;
    }

    /** Under the store's lock: the rows are told in another way from now on. */
    void reshape(RowShape<K, V> newShape) {
        shape = newShape;
        layout = layout(newShape);
    }

    /** What putting this in the place of that would change; null when nothing. */
    @Nullable
    Change change(K key, @Nullable V old, @Nullable V value) {
        List<Value> before = old == null ? null : shape.row(key, old);
        List<Value> after = value == null ? null : shape.row(key, value);
        return Objects.equals(before, after) ? null : new Change.Row(layout, before, after);
    }

    /** Lets a change show that is written down. */
    void show(K key, @Nullable V value) {
        if (value == null) {
            entries.remove(key);
        } else {
            entries.put(key, value);
        }
    }

    /** Takes in a row of an earlier process. */
    void restore(Image row) {
        entries.put(shape.key(row), shape.value(row));
    }

    /** The entries that show, of no transaction. One entry is changed by one thread at a time. */
    ConcurrentHashMap<K, V> shown() {
        return entries;
    }

    @Override
    public @Nullable V get(Object key) {
        return store.drafting() ? store.draft().get(this, cast(key), entries.get(key)) : entries.get(key);
    }

    @SuppressWarnings("unchecked")
    private K cast(Object key) {
        return (K) key;
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    public @Nullable V getOrDefault(Object key, @Nullable V otherwise) {
        V value = get(key);
        return value == null ? otherwise : value;
    }

    /** The one way in which an entry changes. */
    private @Nullable V write(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> next) {
        return store.write(this, Objects.requireNonNull(key, "key"), next);
    }

    @Override
    public @Nullable V put(K key, V value) {
        Objects.requireNonNull(value, "value");
        return write(key, (same, old) -> value);
    }

    @Override
    public @Nullable V remove(Object key) {
        return write(cast(key), (same, old) -> null);
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        Objects.requireNonNull(value, "value");
        return write(key, (same, old) -> old == null ? value : old);
    }

    @Override
    public boolean remove(Object key, Object value) {
        boolean[] hit = {false};
        write(cast(key), (same, old) -> {
            hit[0] = old != null && old.equals(value);
            return hit[0] ? null : old;
        });
        return hit[0];
    }

    @Override
    public boolean replace(K key, V expected, V value) {
        Objects.requireNonNull(value, "value");
        boolean[] hit = {false};
        write(key, (same, old) -> {
            hit[0] = old != null && old.equals(expected);
            return hit[0] ? value : old;
        });
        return hit[0];
    }

    @Override
    public @Nullable V replace(K key, V value) {
        Objects.requireNonNull(value, "value");
        return write(key, (same, old) -> old == null ? null : value);
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> more) {
        store.atomically(() -> more.forEach(this::put));
    }

    @Override
    public void clear() {
        store.atomically(() -> List.copyOf(keySet()).forEach(this::remove));
    }

    /** The entries; inside a transaction as it sees them. Removing by the iterator is a write. */
    @Override
    public Set<Entry<K, V>> entrySet() {
        return new Entries();
    }

    private Map<K, V> seen() {
        if (!store.drafting()) {
            return entries;
        }
        Map<K, V> copy = new HashMap<>(entries);
        store.draft().overlay(this, copy);
        return copy;
    }

    private final class Entries extends AbstractSet<Entry<K, V>> {
        @Override
        public Iterator<Entry<K, V>> iterator() {
            Iterator<Entry<K, V>> inside = seen().entrySet().iterator();
            return new Iterator<>() {
                private @Nullable K last;

                @Override
                public boolean hasNext() {
                    return inside.hasNext();
                }

                @Override
                public Entry<K, V> next() {
                    Entry<K, V> entry = inside.next();
                    last = entry.getKey();
                    return Map.entry(entry.getKey(), entry.getValue());
                }

                @Override
                public void remove() {
                    JournaledMap.this.remove(Objects.requireNonNull(last, "next() comes first"));
                }
            };
        }

        @Override
        public int size() {
            return seen().size();
        }
    }
}
