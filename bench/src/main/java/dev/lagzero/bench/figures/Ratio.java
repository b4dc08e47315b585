package dev.lagzero.bench.figures;

import java.util.Arrays;
import java.util.Random;

/**
 * How one alternative compares with another: the median over the rounds of the ratio within each round, and between what
 * bounds that median lies in 95 of 100 resamples of the rounds (percentile bootstrap).
 */
public record Ratio(double median, double low, double high) {

    private static final int RESAMPLES = 4000;

    /** @param base measured in the same rounds */
    public static Ratio of(Series series, Series base) {
        int rounds = Math.min(series.values().size(), base.values().size());
        double[] ratios = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            ratios[i] = series.values().get(i) / base.values().get(i);
        }
        // The same measurements always give the same interval.
        Random random = new Random(1);
        double[] medians = new double[RESAMPLES];
        double[] drawn = new double[rounds];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int j = 0; j < rounds; j++) {
                drawn[j] = ratios[random.nextInt(rounds)];
            }
            Arrays.sort(drawn);
            medians[i] = Series.median(drawn);
        }
        Arrays.sort(medians);
        Arrays.sort(ratios);
        return new Ratio(Series.median(ratios), medians[RESAMPLES * 25 / 1000], medians[RESAMPLES * 975 / 1000]);
    }
}
