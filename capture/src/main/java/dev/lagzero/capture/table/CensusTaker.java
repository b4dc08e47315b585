package dev.lagzero.capture.table;

import dev.lagzero.capture.page.Cell;
import dev.lagzero.capture.page.CellStream;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Counts what a whole table holds, in one pass and without keeping rows. */
public final class CensusTaker {

    private final RowReader reader;
    private final ColumnCensus[] columns;
    private long rows;

    public CensusTaker(RowReader reader) {
        this.reader = reader;
        this.columns = reader.definition().columns().stream()
                .map(column -> new ColumnCensus(column.declaredType()))
                .toArray(ColumnCensus[]::new);
    }

    /** Counts all rows of the stream. */
    public void count(CellStream cells) {
        while (cells.next()) {
            rows++;
            count(cells.cell());
        }
    }

    private void count(Cell cell) {
        if (reader.weight(cell) > Topics.MAX_CHANGE_BYTES) {
            reader.countUnread(cell, columns);
            return;
        }
        if (reader.countStored(cell, columns)) {
            return;
        }
        Value[] values = reader.values(cell);
        for (int i = 0; i < columns.length; i++) {
            count(columns[i], values[i]);
        }
    }

    static void count(ColumnCensus column, Value value) {
        column.add(value, value instanceof Value.Text text ? utf8Length(text.value()) : 0);
    }

    /** Rows counted so far. */
    public long rows() {
        return rows;
    }

    /** The definition with what was counted. */
    public TableDefinition counted() {
        TableDefinition plain = reader.definition();
        List<ColumnDefinition> counted = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            counted.add(plain.columns().get(i).counted(columns[i].census()));
        }
        return new TableDefinition(
                plain.name(),
                counted,
                plain.key(),
                plain.keyIsRowNumber(),
                plain.uniques(),
                plain.foreignKeys(),
                plain.notices());
    }

    /** How many bytes a text takes in UTF-8. */
    public static long utf8Length(String text) {
        long length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // A surrogate is half of four bytes.
                length += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return length;
    }
}
