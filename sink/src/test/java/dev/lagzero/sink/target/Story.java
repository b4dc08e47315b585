package dev.lagzero.sink.target;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Former;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.SourceTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes down one transaction of a source, part by part. */
public final class Story {

    public static final String SOURCE = "shop";

    private final String source;
    private final SourcePosition position;
    private final List<RowEvent.Part> parts = new ArrayList<>();

    private Story(String source, SourcePosition position) {
        this.source = source;
        this.position = position;
    }

    public static Story at(long epoch, long sequence) {
        return new Story(SOURCE, new SourcePosition(epoch, sequence));
    }

    public static Story of(String source, long epoch, long sequence) {
        return new Story(source, new SourcePosition(epoch, sequence));
    }

    public Story define(TableDefinition definition) {
        return define(definition, new Lineage.Fresh());
    }

    public Story define(TableDefinition definition, Lineage lineage) {
        parts.add(new RowEvent.TableDefined(source, position, parts.size(), definition, lineage));
        return this;
    }

    public Story drop(String table) {
        parts.add(new RowEvent.TableDropped(source, position, parts.size(), table));
        return this;
    }

    public Story upsert(Shape shape, Object... values) {
        Image image = shape.image(values);
        return row(new Row.Upsert(shape.name(), shape.keyOf(image), image));
    }

    public Story insert(Shape shape, Object... values) {
        Image image = shape.image(values);
        return row(new Row.Upsert(shape.name(), shape.keyOf(image), image, Former.ABSENT));
    }

    /** Of a row that had other values before. */
    public Story change(Shape shape, Object[] before, Object... values) {
        Image image = shape.image(values);
        Former former = Former.between(shape.image(before), image);
        return row(new Row.Upsert(shape.name(), shape.keyOf(image), image, former));
    }

    public Story delete(Shape shape, Object... key) {
        return row(new Row.Delete(shape.name(), shape.key(key)));
    }

    public Story reject(Shape shape, String reason, Object... key) {
        return row(new Row.Reject(shape.name(), shape.key(key), reason));
    }

    public Story row(Row row) {
        parts.add(new RowEvent.Rows(source, position, parts.size(), position.opensEpoch(), List.of(row)));
        return this;
    }

    /** One change that yields all these. */
    public Story rows(List<Row> rows) {
        parts.add(new RowEvent.Rows(source, position, parts.size(), position.opensEpoch(), rows));
        return this;
    }

    /** One change of a row of this source table. */
    public Story of(String origin, List<Row> rows) {
        parts.add(new RowEvent.Rows(source, position, parts.size(), 1, position.opensEpoch(), rows, origin));
        return this;
    }

    public String source() {
        return source;
    }

    public List<RowEvent.Part> parts() {
        return parts;
    }

    public SourcePosition position() {
        return position;
    }

    public RowEvent.Ended ended() {
        return new RowEvent.Ended(source, position, position.opensEpoch(), parts.size(), 1_700_000_000_000L);
    }

    public SourceTransaction transaction() {
        return new SourceTransaction(parts, ended());
    }

    public static Batch batch(long nextOffset, Story... stories) {
        List<SourceTransaction> transactions = new ArrayList<>();
        for (Story story : stories) {
            transactions.add(story.transaction());
        }
        return new Batch(transactions, Map.of(), nextOffset);
    }
}
