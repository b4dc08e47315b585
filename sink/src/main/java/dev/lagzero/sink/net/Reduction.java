package dev.lagzero.sink.net;

import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.target.Target.SourceTransaction;
import java.util.ArrayList;
import java.util.List;

/**
 * From transactions to what they come to. Rows of a transaction are its net effect and are told in terms of the
 * definitions it ends with; so its definitions come first, wherever they stand.
 */
public final class Reduction {

    private Reduction() {}

    public static List<Segment> segments(List<SourceTransaction> transactions) {
        List<Segment> segments = new ArrayList<>();
        for (SourceTransaction transaction : transactions) {
            Segment segment = segment(transaction);
            if (segment.changesTables() || segments.isEmpty()) {
                segments.add(segment);
            } else {
                segments.getLast().rows().addAfter(segment.rows());
            }
        }
        return segments;
    }

    private static Segment segment(SourceTransaction transaction) {
        List<RowEvent.Part> definitions = new ArrayList<>();
        NetRows rows = new NetRows();
        for (RowEvent.Part part : transaction.parts()) {
            switch (part) {
                case RowEvent.TableDefined defined -> definitions.add(defined);
                case RowEvent.TableDropped dropped -> definitions.add(dropped);
                case RowEvent.Rows some -> {
                    for (Row row : some.rows()) {
                        rows.addWithin(row.table(), NetRow.of(row, some));
                    }
                }
            }
        }
        RowEvent.Ended ended = transaction.ended();
        return new Segment(definitions, ended.snapshot() ? ended.source() : "", rows);
    }
}
