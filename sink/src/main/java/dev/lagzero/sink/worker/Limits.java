package dev.lagzero.sink.worker;

/**
 * How much a worker holds in memory.
 *
 * @param batchWeight bytes of heap (estimated) after which complete transactions are applied although more are at hand
 * @param batchRows rows after which they are
 * @param largeWeight bytes of heap (estimated) after which an incomplete transaction is written as it arrives
 */
public record Limits(long batchWeight, int batchRows, long largeWeight) {

    private static final long MEBI = 1024 * 1024;

    public static final Limits DEFAULT = new Limits(16 * MEBI, 2_500, 32 * MEBI);

    public Limits {
        if (batchWeight < 1 || batchRows < 1 || largeWeight < 1) {
            throw new IllegalArgumentException("limits are positive: " + batchWeight + " bytes and " + batchRows
                    + " rows for a batch, " + largeWeight + " bytes for a transaction");
        }
    }
}
