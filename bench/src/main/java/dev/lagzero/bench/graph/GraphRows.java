package dev.lagzero.bench.graph;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.EdgeKey;
import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.row.Share;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.SourceTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Transactions of items: each item is a vertex with an edge to one of a thousand tags, which items share. */
final class GraphRows implements Batches {

    private static final long ROWS = 3L * 2_000;

    private static final int TRANSACTIONS = 200;
    private static final int ITEMS = 10;
    private static final List<String> VERTEX = List.of("id", "title", "size", "weight");

    private final String source;
    private long sequence;
    private int batch;
    private String title = "first";

    GraphRows(String source) {
        this.source = source;
    }

    @Override
    public long rows() {
        return ROWS;
    }

    @Override
    public Batch next() {
        return batch(batch++, title);
    }

    /** From here on the same rows come again, with another title. */
    void again() {
        batch = 0;
        title = "second";
    }

    private Batch batch(int batch, String title) {
        List<SourceTransaction> transactions = new ArrayList<>();
        for (int i = 0; i < TRANSACTIONS; i++) {
            sequence++;
            SourcePosition position = new SourcePosition(1, sequence);
            List<RowEvent.Part> parts = new ArrayList<>();
            for (int j = 0; j < ITEMS; j++) {
                long item = ((long) batch * TRANSACTIONS + i) * ITEMS + j;
                parts.add(new RowEvent.Rows(source, position, j, false, item(item, title)));
            }
            transactions.add(new SourceTransaction(
                    parts, new RowEvent.Ended(source, position, false, ITEMS, System.currentTimeMillis())));
        }
        return new Batch(transactions, Map.of(), sequence);
    }

    private List<Row> item(long number, String title) {
        String id = source + "-item-" + number;
        String tag = "tag-" + number % 1000;
        Image key = key("id", id);
        Image tagKey = key("name", tag);
        Image ends = new Image(EdgeKey.NAMES, List.of(Value.of("Item"), Value.of(id), Value.of("Tag"), Value.of(tag)));
        return List.of(
                new Row.Upsert(
                        Place.vertex("Item"),
                        key,
                        new Image(
                                VERTEX,
                                List.of(Value.of(id), Value.of(title + number), Value.of(number), Value.of(0.5))),
                        null),
                new Row.Upsert(Place.vertex("Tag"), tagKey, tagKey, new Share("items", key, 0)),
                new Row.Upsert(Place.edge("HAS_TAG"), ends, ends, null));
    }

    private static Image key(String name, String value) {
        return new Image(List.of(name), List.of(Value.of(value)));
    }
}
