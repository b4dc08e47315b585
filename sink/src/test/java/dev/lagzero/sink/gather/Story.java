package dev.lagzero.sink.gather;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Records of one source that has one table named after it: id, and a text. */
public record Story(String source) {

    private static final List<String> KEY = List.of("id");
    private static final List<String> COLUMNS = List.of("id", "text");

    public RowEvent claim(long epoch) {
        return new RowEvent.Claimed(source, epoch, "instance-" + epoch);
    }

    public RowEvent.Part upsert(SourcePosition position, long ordinal, long id, String text) {
        return part(position, ordinal, new Row.Upsert(source, key(id), image(id, text)));
    }

    public RowEvent.Part delete(SourcePosition position, long ordinal, long id) {
        return part(position, ordinal, new Row.Delete(source, key(id)));
    }

    public RowEvent.Part part(SourcePosition position, long ordinal, Row... rows) {
        return new RowEvent.Rows(source, position, ordinal, position.opensEpoch(), List.of(rows));
    }

    public RowEvent.Part define(SourcePosition position, long ordinal) {
        var columns = List.of(
                new ColumnDefinition("id", "INTEGER", true, null, Value.NULL, false, true, Census.EMPTY),
                new ColumnDefinition("text", "TEXT", false, null, Value.NULL, false, false, Census.EMPTY));
        var definition = new TableDefinition(source, columns, KEY, false, List.of(), List.of(), List.of());
        return new RowEvent.TableDefined(source, position, ordinal, definition, new Lineage.Fresh());
    }

    public RowEvent end(SourcePosition position, long parts) {
        return new RowEvent.Ended(source, position, position.opensEpoch(), parts, 1_000);
    }

    /** The transaction that opens an epoch, with these rows, up to three to a record. */
    public List<RowEvent> snapshot(long epoch, Map<Long, String> rows) {
        SourcePosition position = new SourcePosition(epoch, 1);
        List<RowEvent> events = new ArrayList<>();
        events.add(define(position, 0));
        List<Row> told = new ArrayList<>();
        rows.forEach((id, text) -> told.add(new Row.Upsert(source, key(id), image(id, text))));
        for (int i = 0; i < told.size(); i += 3) {
            List<Row> some = told.subList(i, Math.min(i + 3, told.size()));
            events.add(new RowEvent.Rows(source, position, 1 + i, some.size(), true, some, ""));
        }
        events.add(end(position, 1 + told.size()));
        return events;
    }

    /** A transaction that sets these rows, and deletes those without a text. */
    public List<RowEvent> transaction(SourcePosition position, Map<Long, String> rows) {
        List<RowEvent> events = new ArrayList<>();
        rows.forEach((id, text) -> events.add(
                text == null ? delete(position, events.size(), id) : upsert(position, events.size(), id, text)));
        events.add(end(position, events.size()));
        return events;
    }

    public static Image key(long id) {
        return new Image(KEY, List.of(Value.of(id)));
    }

    public static Image image(long id, String text) {
        return new Image(COLUMNS, List.of(Value.of(id), Value.of(text)));
    }
}
