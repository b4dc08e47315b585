package dev.lagzero.bench.writer;

import dev.lagzero.schemas.value.Value;
import java.util.List;

/** Sums up the rows of a table, in whatever order they come and go: so many millions are compared without being kept. */
record RowSum(long rows, long sum) {

    static final RowSum NONE = new RowSum(0, 0);

    RowSum plus(List<Value> row) {
        return new RowSum(rows + 1, sum + hash(row));
    }

    RowSum minus(List<Value> row) {
        return new RowSum(rows - 1, sum - hash(row));
    }

    /** As FNV does with bytes, with the hashes of values. */
    private static long hash(List<Value> row) {
        long hash = 0xcbf29ce484222325L;
        for (Value value : row) {
            hash = (hash ^ (value.hashCode() + 31L * value.storage().ordinal())) * 0x100000001b3L;
            hash ^= hash >>> 29;
        }
        return hash;
    }
}
