package dev.lagzero.schemas.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads what follows the source block. Unknown fields are passed over: Debezium tools may add some. */
final class ChangeReader {

    private List<String> keyNames = List.of();
    private Image key;
    private Image before;
    private Image after;
    private List<String> columns;
    private List<List<Value>> rows = List.of();
    private long bytes;
    private TableDefinition definition;
    private Lineage lineage;
    private String failure;

    private ChangeReader() {}

    static ChangeEvent read(SourceBlock block, JsonParser in) throws IOException {
        if (block.kind().equals(ChangeWriter.CLAIM)) {
            return new ChangeEvent.Claimed(
                    block.name(), block.position().epoch(), block.instance(), block.reason(), block.timestampMillis());
        }
        if (block.kind().equals(ChangeWriter.END)) {
            return new ChangeEvent.Ended(block.header(), block.parts());
        }
        ChangeReader reader = new ChangeReader();
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            reader.take(field, in);
        }
        return reader.part(block);
    }

    private void take(String field, JsonParser in) throws IOException {
        switch (field) {
            case "key" -> {
                if (in.currentToken() == JsonToken.START_ARRAY) {
                    keyNames = names(in);
                } else {
                    key = ValueJson.readImage(in);
                }
            }
            case "before" -> before = ValueJson.readImage(in);
            case "after" -> after = ValueJson.readImage(in);
            case "columns" -> columns = names(in);
            case "rows" -> rows = rows(in);
            case "bytes" -> bytes = in.getLongValue();
            case "definition" -> definition = DefinitionJson.readDefinition(in);
            case "lineage" -> lineage = DefinitionJson.readLineage(in);
            case "failure" -> failure = in.getText();
            default -> in.skipChildren();
        }
    }

    private ChangeEvent part(SourceBlock block) {
        String table = block.table();
        return switch (block.kind()) {
            case ChangeWriter.ROW -> {
                Image whole = before == null || after == null ? before : completed();
                Image keyed = after == null ? whole : after;
                if (keyed == null) {
                    throw new MalformedRecord("a change of " + table + " has neither before nor after");
                }
                yield new ChangeEvent.RowChanged(
                        block.header(), block.ordinal(), table, keyed.project(keyNames), whole, after);
            }
            case ChangeWriter.ROWS -> {
                if (columns == null || rows.size() != block.count()) {
                    throw new MalformedRecord(
                            rows.size() + " rows of " + table + " where there should be " + block.count());
                }
                yield new ChangeEvent.RowsRead(block.header(), block.ordinal(), table, keyNames, columns, rows);
            }
            case ChangeWriter.OVERSIZE ->
                new ChangeEvent.RowOversize(block.header(), block.ordinal(), table, key, bytes);
            case ChangeWriter.DEFINITION ->
                new ChangeEvent.TableDefined(block.header(), block.ordinal(), definition, lineage);
            case ChangeWriter.DROP -> new ChangeEvent.TableDropped(block.header(), block.ordinal(), table);
            case ChangeWriter.FAILURE -> new ChangeEvent.TableFailed(block.header(), block.ordinal(), table, failure);
            default -> throw new MalformedRecord("unknown kind of record \"" + block.kind() + "\"");
        };
    }

    /** Puts back the large values that the writer did not repeat. */
    private Image completed() {
        if (before.names().size() == after.names().size()) {
            return before;
        }
        List<Value> values = new ArrayList<>(after.names().size());
        for (int i = 0; i < after.names().size(); i++) {
            Value value = before.find(after.names().get(i));
            values.add(value == null ? after.values().get(i) : value);
        }
        return new Image(after.names(), values);
    }

    private List<List<Value>> rows(JsonParser in) throws IOException {
        Json.expect(in, JsonToken.START_ARRAY);
        List<List<Value>> read = new ArrayList<>();
        while (in.nextToken() == JsonToken.START_ARRAY) {
            if (columns == null) {
                throw new MalformedRecord("rows come before the names of their columns");
            }
            Value[] row = new Value[columns.size()];
            for (int i = 0; i < row.length; i++) {
                in.nextToken();
                row[i] = ValueJson.read(in);
            }
            Json.expectNext(in, JsonToken.END_ARRAY);
            read.add(List.of(row));
        }
        Json.expect(in, JsonToken.END_ARRAY);
        return read;
    }

    private static List<String> names(JsonParser in) throws IOException {
        List<String> names = new ArrayList<>(2);
        while (in.nextToken() != JsonToken.END_ARRAY) {
            names.add(in.getText());
        }
        return NameLists.shared(names);
    }
}
