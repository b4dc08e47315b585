package dev.lagzero.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lagzero.bench.figures.Ratio;
import dev.lagzero.bench.figures.Series;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Measurements for people and for programs. */
final class Report {

    private final String base;
    private final List<Series> series;

    Report(String base, List<Series> series) {
        this.base = base;
        this.series = series;
    }

    private Optional<Ratio> ratio(Series of) {
        return series.stream()
                .filter(other -> other.alternative().equals(base)
                        && other.figure().equals(of.figure())
                        && !of.alternative().equals(base))
                .findFirst()
                .map(other -> Ratio.of(of, other));
    }

    String table() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT, "%-28s %-22s %12s %12s %12s  %s%n", "", "figure", "median", "min", "max", "ratio [95 %]"));
        for (Series each : series) {
            String ratio = ratio(each)
                    .map(r -> String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", r.median(), r.low(), r.high()))
                    .orElse("");
            text.append(String.format(
                    Locale.ROOT,
                    "%-28s %-22s %12.2f %12.2f %12.2f  %s%n",
                    each.alternative(),
                    each.figure(),
                    each.median(),
                    each.least(),
                    each.most(),
                    ratio));
        }
        return text.toString();
    }

    ObjectNode json(String bench, String machine, int rounds) {
        ObjectNode whole = new ObjectMapper().createObjectNode();
        whole.put("bench", bench).put("machine", machine).put("rounds", rounds);
        ArrayNode all = whole.putArray("measured");
        for (Series each : series) {
            ObjectNode node = all.addObject();
            node.put("alternative", each.alternative()).put("figure", each.figure());
            node.put("median", each.median()).put("min", each.least()).put("max", each.most());
            ratio(each).ifPresent(r -> node.put("ratio", r.median())
                    .put("ratioLow", r.low())
                    .put("ratioHigh", r.high()));
            each.values().forEach(node.withArray("values")::add);
        }
        return whole;
    }
}
