package dev.lagzero.capture.connector;

import dev.lagzero.capture.session.SourceSession;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sessions opened outside a task: Connect makes tasks itself and hands them only strings. */
final class Sessions {

    private static final Map<String, SourceSession> OPEN = new ConcurrentHashMap<>();

    private Sessions() {}

    static void put(String id, SourceSession session) {
        OPEN.put(id, session);
    }

    static SourceSession get(String id) {
        SourceSession session = OPEN.get(id);
        if (session == null) {
            throw new IllegalStateException("no open session " + id);
        }
        return session;
    }

    static void remove(String id) {
        OPEN.remove(id);
    }
}
