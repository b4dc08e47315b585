package dev.lagzero.sink.postgres;

import dev.lagzero.sink.net.NetRows;
import dev.lagzero.sink.net.Reduction;
import dev.lagzero.sink.net.Segment;
import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.SourceTransaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a batch comes to. Pure.
 *
 * @param segments by source
 */
record BatchWork(Batch batch, Map<String, List<Segment>> segments) {

    static BatchWork of(Batch batch) {
        Map<String, List<SourceTransaction>> bySource = new LinkedHashMap<>();
        for (SourceTransaction transaction : batch.transactions()) {
            bySource.computeIfAbsent(transaction.ended().source(), source -> new ArrayList<>())
                    .add(transaction);
        }
        Map<String, List<Segment>> segments = new LinkedHashMap<>();
        bySource.forEach((source, transactions) -> segments.put(source, Reduction.segments(transactions)));
        return new BatchWork(batch, segments);
    }

    boolean changesTables() {
        return segments.values().stream().flatMap(List::stream).anyMatch(Segment::changesTables);
    }

    /** Nothing but rows, and nothing said against any of them. */
    boolean isPlain() {
        return batch.claims().isEmpty()
                && !changesTables()
                && segments.values().stream()
                        .flatMap(List::stream)
                        .map(Segment::rows)
                        .allMatch(NetRows::areUndisputed);
    }

    /**
     * None of its rows is a row of the other. What a statement finds of a row of the one does then not depend on whether
     * the other is committed.
     */
    boolean isApartFrom(BatchWork other) {
        return segments.entrySet().stream()
                .allMatch(each -> other.segments.getOrDefault(each.getKey(), List.of()).stream()
                        .allMatch(theirs -> each.getValue().stream()
                                .allMatch(ours -> ours.rows().isApartFrom(theirs.rows()))));
    }
}
