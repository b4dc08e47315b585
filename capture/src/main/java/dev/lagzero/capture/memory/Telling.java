package dev.lagzero.capture.memory;

import dev.lagzero.capture.journal.Change;
import dev.lagzero.capture.store.Frozen;
import dev.lagzero.capture.table.CensusTaker;
import dev.lagzero.capture.table.ColumnCensus;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A whole store as changes: the replacing snapshot of an epoch, or a snapshot in its middle, whose rows change nothing. */
final class Telling {

    private Telling() {}

    /** Shown each part of a transaction in order. */
    @FunctionalInterface
    interface Parts<E extends Exception> {
        void take(ChangeEvent.Part part) throws E;
    }

    /** @return how many parts there were */
    static <E extends Exception> long tell(Frozen frozen, Header header, Parts<E> to) throws E {
        long ordinal = 0;
        for (Frozen.Table table : frozen.tables()) {
            Lineage lineage = header.snapshot() ? new Lineage.Fresh() : same(table.definition());
            to.take(new Change.Defined(counted(table), lineage).part(header, ordinal++));
            for (List<Value> row : table.rows()) {
                List<Value> before = header.snapshot() ? null : row;
                to.take(new Change.Row(table.layout(), before, row).part(header, ordinal++));
            }
        }
        return ordinal;
    }

    private static Lineage same(TableDefinition table) {
        Map<String, String> columns = new HashMap<>();
        table.columnNames().forEach(name -> columns.put(name, name));
        return new Lineage.Altered(table.name(), columns);
    }

    /** The definition with a census of what the table holds now. */
    private static TableDefinition counted(Frozen.Table table) {
        List<ColumnDefinition> columns = table.definition().columns();
        List<ColumnCensus> counts = columns.stream()
                .map(column -> new ColumnCensus(column.declaredType()))
                .toList();
        for (List<Value> row : table.rows()) {
            for (int i = 0; i < row.size(); i++) {
                Value value = row.get(i);
                counts.get(i).add(value, value instanceof Value.Text text ? CensusTaker.utf8Length(text.value()) : 0);
            }
        }
        List<ColumnDefinition> counted = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            counted.add(columns.get(i).counted(counts.get(i).census()));
        }
        TableDefinition plain = table.definition();
        return new TableDefinition(
                plain.name(),
                counted,
                plain.key(),
                plain.keyIsRowNumber(),
                plain.uniques(),
                plain.foreignKeys(),
                plain.notices());
    }
}
