package dev.lagzero.capture.store;

import dev.lagzero.schemas.position.SourcePosition;
import java.util.TreeMap;

/**
 * Makes requests from outside happen once, however often they are sent. What is remembered of them is a collection of the
 * store itself, changed in the same transaction as what they ask for: it survives whatever the store survives.
 * Thread-safe.
 */
public final class Requests {

    /** So many keys of requests are remembered; of each numbering client, its last number. */
    public static final int KEYS = 10_000;

    private static final String KEY = "key:";
    private static final String CLIENT = "client:";

    private final Store store;
    private final JournaledMap<String, Request> requests;
    private final TreeMap<SourcePosition, String> keys = new TreeMap<>();

    /** @param store with {@link RequestShape} declared */
    public Requests(Store store) {
        this.store = store;
        this.requests = store.map(RequestShape.REQUESTS);
        requests.forEach((name, request) -> {
            if (name.startsWith(KEY)) {
                keys.put(request.position(), name);
            }
        });
    }

    /**
     * What is remembered of a request.
     *
     * @param number of a client's requests, from 1
     * @param digest of what it asked for
     */
    public record Request(long number, String digest, SourcePosition position) {}

    /** How a client tells its requests apart. */
    public sealed interface Name {
        /** Does not: each time it is another request. */
        record None() implements Name {}

        /** By a key of its own making. */
        record Key(String key) implements Name {}

        /** By counting them, from 1, without a gap. */
        record Numbered(String client, long number) implements Name {}
    }

    /**
     * What became of a request.
     *
     * @param position of the transaction that holds it
     * @param repeated it had been made before, and nothing was done now
     */
    public record Made(SourcePosition position, boolean repeated) {}

    /** The request does not follow the last one of its client, or says something else under its name. */
    public static final class Conflict extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long expected;

        Conflict(long expected, String message) {
            super(message);
            this.expected = expected;
        }

        /** The number that the client's next request must have; 0 when it does not count them. */
        public long expected() {
            return expected;
        }
    }

    /** @throws Conflict when the request is not the next one, and not one that was made */
    public Made make(Name name, String digest, Runnable work) {
        return store.atomically(() -> switch (name) {
            case Name.None ignored -> done(work, () -> {});
            case Name.Key key -> keyed(KEY + key.key(), digest, work);
            case Name.Numbered numbered -> numbered(numbered, digest, work);
        });
    }

    private Made done(Runnable work, Runnable remember) {
        SourcePosition before = store.newest();
        work.run();
        remember.run();
        return new Made(store.drafts() ? store.next() : before, false);
    }

    private Made keyed(String name, String digest, Runnable work) {
        Request known = requests.get(name);
        if (known != null) {
            if (!known.digest().equals(digest)) {
                throw new Conflict(0, "the key was used at " + known.position() + " for another transaction");
            }
            return new Made(known.position(), true);
        }
        SourcePosition position = store.next();
        return done(work, () -> {
            requests.put(name, new Request(1, digest, position));
            if (keys.size() >= KEYS) {
                requests.remove(keys.firstEntry().getValue());
            }
            store.afterwards(() -> {
                keys.put(position, name);
                if (keys.size() > KEYS) {
                    keys.pollFirstEntry();
                }
            });
        });
    }

    private Made numbered(Name.Numbered name, String digest, Runnable work) {
        Request known = requests.get(CLIENT + name.client());
        long last = known == null ? 0 : known.number();
        if (known != null && name.number() == last && known.digest().equals(digest)) {
            return new Made(known.position(), true);
        }
        if (name.number() != last + 1) {
            throw new Conflict(
                    last + 1,
                    "the last transaction of client " + name.client() + " was number " + last
                            + (name.number() == last ? ", and said something else" : ""));
        }
        Request request = new Request(name.number(), digest, store.next());
        return done(work, () -> requests.put(CLIENT + name.client(), request));
    }
}
