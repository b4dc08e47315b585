package dev.lagzero.schemas.mapping;

import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.value.Image;
import java.util.ArrayList;
import java.util.List;

/** The whole of the stream stage as a function: a record of the changes topic to records of a rows topic. */
public final class Normalizer {

    private final Mapping mapping;

    public Normalizer(Mapping mapping) {
        this.mapping = mapping;
    }

    /** One record, except for rows that were read together and yield no row, or more than one, each. */
    public List<RowEvent> normalize(ChangeEvent event) {
        if (event instanceof ChangeEvent.RowsRead read) {
            List<Row> rows = mapping.isOneToOne() ? rows(read) : List.of();
            return rows.size() == read.count()
                    ? List.of(new RowEvent.Rows(
                            read.source(), read.position(), read.ordinal(), read.count(), true, rows, ""))
                    : read.each().stream().map(this::one).toList();
        }
        return List.of(one(event));
    }

    private RowEvent one(ChangeEvent event) {
        return switch (event) {
            case ChangeEvent.Claimed claimed ->
                new RowEvent.Claimed(claimed.source(), claimed.epoch(), claimed.instance());
            case ChangeEvent.Ended ended ->
                new RowEvent.Ended(
                        ended.source(),
                        ended.position(),
                        ended.header().snapshot(),
                        ended.parts(),
                        ended.header().timestampMillis());
            case ChangeEvent.RowChanged change -> rows(change, RowDifference.of(mapping, change));
            case ChangeEvent.RowsRead read ->
                throw new IllegalArgumentException("rows of " + read.table() + " are many");
            case ChangeEvent.RowOversize change ->
                rows(
                        change,
                        List.of(new Row.Reject(
                                mapping.table(change.table()),
                                mapping.key(change.table(), change.key()),
                                "the change takes " + change.bytes() + " bytes, more than a record holds")));
            case ChangeEvent.TableDefined defined -> defined(defined);
            case ChangeEvent.TableDropped dropped ->
                new RowEvent.TableDropped(
                        dropped.source(), dropped.position(), dropped.ordinal(), mapping.table(dropped.table()));
            case ChangeEvent.TableFailed failed ->
                rows(failed, List.of(new Row.Reject(mapping.table(failed.table()), Image.EMPTY, failed.reason())));
        };
    }

    private List<Row> rows(ChangeEvent.RowsRead read) {
        List<Row> rows = new ArrayList<>(read.rows().size());
        for (ChangeEvent.RowChanged change : read.each()) {
            rows.addAll(
                    mapping.rows(new Mapping.SourceRow(change.source(), change.table(), change.key(), change.after())));
        }
        return rows;
    }

    private RowEvent defined(ChangeEvent.TableDefined event) {
        try {
            return mapping.define(event.definition(), event.lineage())
                    .<RowEvent>map(target -> new RowEvent.TableDefined(
                            event.source(), event.position(), event.ordinal(), target.definition(), target.lineage()))
                    .orElseGet(() -> rows(event, List.of()));
        } catch (Mapping.Unmappable reason) {
            return rows(event, List.of(new Row.Reject(mapping.table(event.table()), Image.EMPTY, reason.getMessage())));
        }
    }

    private RowEvent rows(ChangeEvent.Part part, List<Row> rows) {
        // A copy of the table goes as a whole.
        String origin = mapping.isOneToOne() ? "" : part.table();
        return new RowEvent.Rows(
                part.source(), part.position(), part.ordinal(), 1, part.header().snapshot(), rows, origin);
    }
}
