package dev.lagzero.bench.figures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RatioTest {

    private static Series series(String name, double... values) {
        return new Series(name, "tx/s", DoubleStream.of(values).boxed().toList());
    }

    @Test
    void theMedianIsTheMiddleOrHalfwayBetweenTheMiddleTwo() {
        assertEquals(3, series("a", 5, 1, 3).median());
        assertEquals(2.5, series("a", 4, 1, 3, 2).median());
    }

    @Test
    void roundsAreComparedWithThemselvesSoThatWhatDisturbsBothCancels() {
        Ratio ratio = Ratio.of(series("a", 50, 500, 5), series("b", 100, 1000, 10));
        assertEquals(new Ratio(0.5, 0.5, 0.5), ratio);
    }

    @Test
    void theIntervalHoldsTheMedianAndNarrowsWithMoreRounds() {
        Random random = new Random(3);
        Ratio few = noisy(random, 9);
        Ratio many = noisy(random, 400);
        assertTrue(few.low() <= few.median() && few.median() <= few.high());
        assertTrue(many.high() - many.low() < few.high() - few.low());
        assertTrue(many.low() > 0.9 && many.high() < 1.1, many::toString);
    }

    private static Ratio noisy(Random random, int rounds) {
        double[] a = random.doubles(rounds, 80, 120).toArray();
        double[] b = random.doubles(rounds, 80, 120).toArray();
        return Ratio.of(series("a", a), series("b", b));
    }

    @Test
    void percentilesAreThoseOfTheSortedDurations() {
        Latencies latencies = new Latencies();
        for (int i = 2000; i > 0; i--) {
            latencies.add(i * 1000L);
        }
        assertEquals(1001, latencies.percentile(0.5));
        assertEquals(2000, latencies.percentile(1));
    }

    @Test
    void withoutMeasurementsThereIsNoSeries() {
        assertThrows(IllegalArgumentException.class, () -> new Series("a", "x", List.of()));
    }
}
