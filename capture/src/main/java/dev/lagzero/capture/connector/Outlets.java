package dev.lagzero.capture.connector;

import dev.lagzero.capture.session.Outlet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Outlets that engines of this process publish from: Connect makes tasks itself and hands them only strings. */
final class Outlets {

    private static final Map<String, Outlet> OPEN = new ConcurrentHashMap<>();

    private Outlets() {}

    static void put(String id, Outlet outlet) {
        OPEN.put(id, outlet);
    }

    static Outlet get(String id) {
        Outlet outlet = OPEN.get(id);
        if (outlet == null) {
            throw new IllegalStateException("no open outlet " + id);
        }
        return outlet;
    }

    static void remove(String id) {
        OPEN.remove(id);
    }
}
