package dev.lagzero.app.e2e;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What one thread does to two collections of texts, in order: its n-th deed is the same in every process, so that whoever
 * knows how many were done knows what the collections hold. Each writes its number somewhere, so they tell their count.
 */
final class Deeds {

    private static final int KEYS = 500;
    private static final String FILLING = "x".repeat(100);

    private final long seed;
    private final int thread;
    private final Map<String, String> rows = new HashMap<>();
    private final Map<String, String> pairs = new HashMap<>();
    private long done;

    Deeds(long seed, int thread) {
        this.seed = seed;
        this.thread = thread;
    }

    /** Where a deed is done. */
    interface Ground {
        /** Runs several writes as one transaction. */
        void together(Runnable writes);

        Map<String, String> rows();

        Map<String, String> pairs();
    }

    void perform(long number, Ground ground) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + thread * 1_000_000_007L + number);
        String key = thread + "/" + random.nextInt(KEYS);
        String value = number + ":" + FILLING.substring(random.nextInt(FILLING.length()));
        switch (random.nextInt(5)) {
            case 0 ->
                ground.together(() -> {
                    ground.rows().remove(key);
                    ground.pairs().remove(key);
                    ground.rows().put(thread + "/last", value);
                });
            case 1 ->
                ground.together(() -> {
                    ground.rows().put(key, value);
                    ground.pairs().put(key, value);
                });
            default -> ground.rows().put(key, value);
        }
    }

    /** What the collections hold of this thread after so many deeds; asked with numbers that do not go down. */
    Deeds after(long number) {
        if (number < done) {
            throw new AssertionError("thread " + thread + " went back from deed " + done + " to " + number);
        }
        while (done < number) {
            perform(++done, new Model());
        }
        return this;
    }

    private final class Model implements Ground {
        @Override
        public void together(Runnable writes) {
            writes.run();
        }

        @Override
        public Map<String, String> rows() {
            return rows;
        }

        @Override
        public Map<String, String> pairs() {
            return pairs;
        }
    }

    Map<String, String> rows() {
        return rows;
    }

    Map<String, String> pairs() {
        return pairs;
    }

    /** How many deeds of a thread its rows tell of; other threads' rows may be among them. */
    static long told(Map<String, String> rows, int thread) {
        return rows.entrySet().stream()
                .filter(row -> row.getKey().startsWith(thread + "/"))
                .mapToLong(row -> Long.parseLong(
                        row.getValue().substring(0, row.getValue().indexOf(':'))))
                .max()
                .orElse(0);
    }
}
