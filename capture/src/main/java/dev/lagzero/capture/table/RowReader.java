package dev.lagzero.capture.table;

import dev.lagzero.capture.page.Cell;
import dev.lagzero.capture.page.Database;
import dev.lagzero.capture.page.Record;
import dev.lagzero.capture.page.TextEncoding;
import dev.lagzero.schemas.table.Affinity;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the rows of one table, of whatever state of a database as long as its definition is the same. Not for several
 * threads; closing frees a sandbox.
 */
public final class RowReader implements AutoCloseable {

    private static final int LARGE = 1 << 20;

    private final TableView view;
    private final TableDefinition definition;
    private final List<String> names;
    private final Record record = new Record();
    private final int[] fields;
    private final boolean[] reals;
    private final boolean[] masked;
    private final Value[] defaults;
    private final int[] key;
    private final boolean computes;
    private final TextEncoding encoding;
    private @Nullable VirtualColumns virtual;

    public RowReader(Database database, TableView view) {
        this.encoding = database.encoding();
        this.view = view;
        this.definition = view.definition();
        this.names = definition.columnNames();
        List<ColumnDefinition> columns =
                view.shape().definition(view.keyHoldsNull()).columns();
        int hidden = definition.keyIsRowNumber() ? 1 : 0;
        int width = columns.size();
        this.fields = new int[width];
        this.reals = new boolean[width];
        this.masked = new boolean[width];
        this.defaults = new Value[width];
        for (int i = 0; i < width; i++) {
            ColumnDefinition column = columns.get(i);
            fields[i] = i < hidden ? TableShape.ROWID : view.shape().fields().get(i - hidden);
            reals[i] = column.affinity() == Affinity.REAL;
            masked[i] = view.masked().contains(column.name());
            defaults[i] = column.defaultValue();
        }
        this.key = definition.key().stream().mapToInt(names::indexOf).toArray();
        this.computes = view.shape().hasVirtualColumns();
    }

    public TableView view() {
        return view;
    }

    /** The definition of the table that the rows belong to, without census. */
    public TableDefinition definition() {
        return definition;
    }

    /** The names of the columns; the same list for all rows. */
    public List<String> names() {
        return names;
    }

    /** All columns of the definition, in its order. */
    public Value[] values(Cell cell) {
        record.read(cell);
        Value[] values = new Value[fields.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = masked[i] && !computes ? maskedValue(i) : value(cell, i);
        }
        if (computes) {
            compute(values);
        }
        return values;
    }

    /** The columns of the key, in the key's order. */
    public Value[] key(Cell cell) {
        record.read(cell);
        Value[] values = new Value[key.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(cell, key[i]);
        }
        return values;
    }

    /** The columns of the key out of a whole row. */
    public Value[] keyOf(Value[] row) {
        Value[] values = new Value[key.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = row[key[i]];
        }
        return values;
    }

    /** Bytes that decoding the row would bring into memory. */
    public long weight(Cell cell) {
        record.read(cell);
        long weight = 0;
        for (int i = 0; i < fields.length; i++) {
            if (fields[i] >= 0 && fields[i] < record.fields() && (!masked[i] || computes)) {
                weight += record.length(fields[i]);
            }
        }
        return weight;
    }

    /** Counts a row without making its values, where what is stored is what is shown; returns whether it did. */
    boolean countStored(Cell cell, ColumnCensus[] columns) {
        if (computes || !view.masked().isEmpty()) {
            return false;
        }
        record.read(cell);
        for (int i = 0; i < fields.length; i++) {
            int field = fields[i];
            boolean stored = field >= 0 && field < record.fields();
            if (!stored || !columns[i].addStored(record, field, reals[i])) {
                CensusTaker.count(columns[i], value(cell, i));
            }
        }
        return true;
    }

    /** Counts a row that is too large to be decoded as a whole: of large texts and blobs only the length. */
    void countUnread(Cell cell, ColumnCensus[] columns) {
        record.read(cell);
        for (int i = 0; i < fields.length; i++) {
            int field = fields[i];
            boolean large = field >= 0 && field < record.fields() && record.length(field) > LARGE && !masked[i];
            if (!large) {
                Value value = masked[i] ? maskedValue(i) : value(cell, i);
                CensusTaker.count(columns[i], value);
            } else if (record.isBlob(field)) {
                columns[i].addBlob(record.length(field));
            } else {
                columns[i].addHugeText(record.length(field));
            }
        }
    }

    private Value value(Cell cell, int column) {
        int field = fields[column];
        if (field == TableShape.ROWID) {
            return Value.of(cell.rowid());
        }
        if (field == TableShape.VIRTUAL) {
            return Value.NULL;
        }
        if (field >= record.fields()) {
            return defaults[column];
        }
        Value value = record.value(field);
        return reals[column] && value instanceof Value.Int integer ? Value.of((double) integer.value()) : value;
    }

    private Value maskedValue(int column) {
        int field = fields[column];
        boolean isNull = field >= record.fields() ? defaults[column] instanceof Value.Null : record.isNull(field);
        return isNull ? Value.NULL : TableView.MASK;
    }

    private void compute(Value[] values) {
        if (virtual == null) {
            virtual = new VirtualColumns(view.shape(), encoding);
        }
        int hidden = definition.keyIsRowNumber() ? 1 : 0;
        virtual.compute(values, hidden);
        for (int i = 0; i < values.length; i++) {
            values[i] = masked[i] ? TableView.mask(values[i]) : values[i];
        }
    }

    @Override
    public void close() {
        if (virtual != null) {
            virtual.close();
            virtual = null;
        }
    }
}
