package dev.lagzero.bench.writer;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.position.SourcePosition;
import java.util.HashMap;
import java.util.Map;

/** What somebody believes of a source's rows who hears its events from the beginning. */
final class ToldRows {

    private final Map<String, RowSum> sums = new HashMap<>();
    private SourcePosition ended = SourcePosition.NONE;
    private long parts;

    /** Rows that were read together are told one by one. */
    void take(ChangeEvent event) {
        switch (event) {
            case ChangeEvent.Claimed claim -> claimed(claim.position());
            case ChangeEvent.Part part -> {
                // What was told before is told again after a crash of either side.
                if (part.position().isAfter(ended) && part.ordinal() == parts) {
                    parts++;
                    part(part);
                }
            }
            case ChangeEvent.Ended end -> {
                if (end.position().isAfter(ended)) {
                    if (end.parts() != parts || !end.position().equals(ended.next())) {
                        throw new IllegalStateException("after " + ended + " came " + parts + " parts of "
                                + end.position() + ", which has " + end.parts());
                    }
                    ended = end.position();
                    parts = 0;
                }
            }
        }
    }

    private void claimed(SourcePosition position) {
        if (position.isAfter(ended)) {
            sums.clear();
            ended = position;
            parts = 0;
        }
    }

    private void part(ChangeEvent.Part part) {
        switch (part) {
            case ChangeEvent.RowChanged row -> {
                RowSum sum = sums.getOrDefault(row.table(), RowSum.NONE);
                sum = row.before() == null ? sum : sum.minus(row.before().values());
                sums.put(
                        row.table(),
                        row.after() == null ? sum : sum.plus(row.after().values()));
            }
            case ChangeEvent.TableDefined defined -> sums.putIfAbsent(defined.table(), RowSum.NONE);
            case ChangeEvent.RowsRead rows -> throw new IllegalArgumentException("rows together: " + rows.table());
            case ChangeEvent.RowOversize row -> throw new IllegalStateException("a row too large: " + row.key());
            case ChangeEvent.TableDropped table -> sums.remove(table.table());
            case ChangeEvent.TableFailed table ->
                throw new IllegalStateException(table.table() + ": " + table.reason());
        }
    }

    Map<String, RowSum> sums() {
        return Map.copyOf(sums);
    }
}
