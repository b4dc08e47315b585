package dev.lagzero.bench;

import dev.lagzero.bench.figures.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a bench has measured so far: for each alternative and figure, a value for each round. */
public final class Measurements {

    private record Key(String alternative, String figure) {}

    private final Map<Key, List<Double>> values = new LinkedHashMap<>();

    /** @param figure with its unit */
    public void add(String alternative, String figure, double value) {
        values.computeIfAbsent(new Key(alternative, figure), key -> new ArrayList<>())
                .add(value);
    }

    public List<Series> series() {
        List<Series> series = new ArrayList<>();
        values.forEach((key, measured) -> series.add(new Series(key.alternative(), key.figure(), measured)));
        return series;
    }
}
