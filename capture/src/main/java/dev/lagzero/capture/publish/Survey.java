package dev.lagzero.capture.publish;

import dev.lagzero.schemas.json.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Looks for sources in the log. Many sources that start at once are looked for together: the log's extent is asked for
 * once, and each of its partitions is read once, from where the first of them needs it.
 */
public final class Survey {

    private final ChangeLog log;
    private final Together<Boolean, Extent> extents;
    private final Together<Search, Map<Integer, Tail>> searches;

    /** @param from by partition, where to begin; partitions that are not there are not looked at */
    private record Search(String source, Tail start, Map<Integer, Long> from, Extent extent) {}

    /** One source in one partition. */
    private record Part(TailScan scan, long from, long end) {}

    public Survey(ChangeLog log) {
        this.log = log;
        this.extents = new Together<>("log-extent", this::measure);
        this.searches = new Together<>("log-survey", this::read);
    }

    /** How far the log reaches now. */
    public Extent extent() throws InterruptedException {
        return extents.ask(true);
    }

    /** Looks through the whole log, as far as it reached. */
    public Partitions.Found find(String source, Extent extent) throws InterruptedException {
        Map<Integer, Long> all = new TreeMap<>();
        IntStream.range(0, extent.partitions()).forEach(partition -> all.put(partition, extent.begin(partition)));
        Map<Integer, Tail> tails = searches.ask(new Search(source, Tail.EMPTY, all, extent));
        for (Map.Entry<Integer, Tail> each : tails.entrySet()) {
            if (each.getValue().epoch() > 0) {
                return new Partitions.Found(each.getKey(), each.getValue(), extent.end(each.getKey()));
            }
        }
        int partition = Partitions.byName(source, extent.partitions());
        return new Partitions.Found(partition, Tail.EMPTY, extent.end(partition));
    }

    /** Looks through the rest of a partition, from a known state on. */
    public Partitions.Found scan(String source, int partition, Tail start, Extent extent) throws InterruptedException {
        Map<Integer, Long> one = Map.of(partition, start.behind());
        Tail tail = searches.ask(new Search(source, start, one, extent)).get(partition);
        return new Partitions.Found(partition, tail, extent.end(partition));
    }

    private void measure(List<Together.Asked<Boolean, Extent>> asked) {
        List<Long> begins = new ArrayList<>();
        List<Long> ends = new ArrayList<>();
        for (int partition = 0; partition < log.partitions(); partition++) {
            begins.add(log.begin(partition));
            ends.add(log.end(partition));
        }
        Extent extent = new Extent(begins, ends);
        asked.forEach(each -> each.answer().complete(extent));
    }

    private void read(List<Together.Asked<Search, Map<Integer, Tail>>> asked) {
        List<Map<Integer, Tail>> tails = new ArrayList<>();
        asked.forEach(each -> tails.add(new TreeMap<>()));
        for (int partition = 0; partition < log.partitions(); partition++) {
            Map<String, List<Part>> parts = new HashMap<>();
            List<TailScan> scans = new ArrayList<>();
            for (Together.Asked<Search, Map<Integer, Tail>> each : asked) {
                scans.add(enter(each.question(), partition, parts));
            }
            read(partition, parts);
            for (int i = 0; i < scans.size(); i++) {
                if (asked.get(i).question().from().containsKey(partition)) {
                    tails.get(i).put(partition, scans.get(i).tail());
                }
            }
        }
        for (int i = 0; i < tails.size(); i++) {
            asked.get(i).answer().complete(tails.get(i));
        }
    }

    private static TailScan enter(Search search, int partition, Map<String, List<Part>> parts) {
        TailScan scan = new TailScan(search.source(), search.start());
        Long from = search.from().get(partition);
        if (from != null) {
            parts.computeIfAbsent(search.source(), source -> new ArrayList<>())
                    .add(new Part(scan, from, search.extent().end(partition)));
        }
        return scan;
    }

    private void read(int partition, Map<String, List<Part>> parts) {
        long from = Long.MAX_VALUE;
        long end = 0;
        for (List<Part> each : parts.values()) {
            for (Part part : each) {
                from = Math.min(from, part.from());
                end = Math.max(end, part.end());
            }
        }
        log.read(partition, from, end, entry -> {
            Stamp stamp = Stamps.of(entry);
            for (Part part : parts.getOrDefault(stamp.source(), List.of())) {
                if (entry.offset() >= part.from() && entry.offset() < part.end()) {
                    part.scan().accept(entry.offset(), stamp);
                }
            }
        });
    }
}
