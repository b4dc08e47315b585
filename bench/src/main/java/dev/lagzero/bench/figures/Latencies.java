package dev.lagzero.bench.figures;

import java.util.Arrays;

/** Many durations, in nanoseconds. */
public final class Latencies {

    private long[] nanos = new long[1024];
    private int count;

    public void add(long duration) {
        nanos = count == nanos.length ? Arrays.copyOf(nanos, count * 2) : nanos;
        nanos[count++] = duration;
    }

    public int count() {
        return count;
    }

    /** In microseconds; 0 without any. */
    public double percentile(double share) {
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.min(count - 1L, (long) (share * count))] / 1000.0;
    }
}
