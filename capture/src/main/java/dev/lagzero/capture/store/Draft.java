package dev.lagzero.capture.store;

import dev.lagzero.capture.journal.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a transaction wants to change: the newest of each entry. Used under the store's lock. */
final class Draft {

    private final Map<Cell<?, ?>, Becoming<?, ?>> cells = new LinkedHashMap<>();
    private final Definitions definitions = new Definitions();
    private final List<Runnable> afterwards = new ArrayList<>();

    /** One entry of one collection. */
    private record Cell<K, V>(JournaledMap<K, V> map, K key) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Cell<?, ?> that && map == that.map && key.equals(that.key);
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(map) + key.hashCode();
        }
    }

    private record Becoming<K, V>(
            JournaledMap<K, V> map, K key, @Nullable V value) {
        @Nullable
        Change change() {
            return map.change(key, map.shown().get(key), value);
        }

        void apply() {
            map.show(key, value);
        }
    }

    <K, V> void set(JournaledMap<K, V> map, K key, @Nullable V value) {
        cells.put(new Cell<>(map, key), new Becoming<>(map, key, value));
    }

    /** What the draft makes of an entry; {@code otherwise} when it does not touch it. */
    @SuppressWarnings("unchecked")
    <K, V> @Nullable V get(JournaledMap<K, V> map, K key, @Nullable V otherwise) {
        Becoming<?, ?> becoming = cells.get(new Cell<>(map, key));
        return becoming == null ? otherwise : (V) becoming.value();
    }

    /** Lays the draft over a copy of a collection. */
    @SuppressWarnings("unchecked")
    <K, V> void overlay(JournaledMap<K, V> map, Map<K, V> copy) {
        for (Becoming<?, ?> each : cells.values()) {
            if (each.map() == map && each.value() == null) {
                copy.remove(each.key());
            } else if (each.map() == map) {
                copy.put((K) each.key(), (V) each.value());
            }
        }
    }

    Definitions definitions() {
        return definitions;
    }

    /** What is to be written down: definitions first, and nothing of an entry that ends as it was. */
    List<Change> changes() {
        List<Change> changes = definitions.changes();
        for (Becoming<?, ?> each : cells.values()) {
            Change change = each.change();
            if (change != null) {
                changes.add(change);
            }
        }
        return changes;
    }

    /** To be run when the rest shows. */
    void then(Runnable action) {
        afterwards.add(action);
    }

    void apply() {
        cells.values().forEach(Becoming::apply);
        afterwards.forEach(Runnable::run);
    }
}
