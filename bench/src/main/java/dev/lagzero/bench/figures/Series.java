package dev.lagzero.bench.figures;

import java.util.Arrays;
import java.util.List;

/**
 * One figure, measured once in each round.
 *
 * @param alternative what was measured
 * @param figure what was measured of it, with its unit: {@code tx/s}, {@code p50 us}
 */
public record Series(String alternative, String figure, List<Double> values) {

    public Series {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException(alternative + " has no measurements of " + figure);
        }
    }

    public double median() {
        return median(sorted());
    }

    public double least() {
        return sorted()[0];
    }

    public double most() {
        return sorted()[values.size() - 1];
    }

    private double[] sorted() {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
