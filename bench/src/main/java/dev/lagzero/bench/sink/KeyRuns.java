package dev.lagzero.bench.sink;

import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * Keys split into runs, one to a partition: a run is written in the order of its keys, so that its last key tells when all
 * of it is there.
 *
 * @param first key
 * @param keys how many there are
 * @param runs no more than keys
 */
record KeyRuns(long first, long keys, int runs) {

    /** The run of a key; what comes before the first key counts to the first run. */
    int of(long key) {
        return (int) (Math.max(0, key - first) * runs / keys);
    }

    List<Long> firsts() {
        return each(this::start);
    }

    List<Long> lasts() {
        return each(run -> start(run + 1) - 1);
    }

    private long start(int run) {
        return first + Math.ceilDiv(run * keys, (long) runs);
    }

    private List<Long> each(IntToLongFunction key) {
        return IntStream.range(0, runs).mapToLong(key::applyAsLong).boxed().toList();
    }
}
