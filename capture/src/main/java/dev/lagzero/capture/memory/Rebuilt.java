package dev.lagzero.capture.memory;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.journal.Change;
import dev.lagzero.capture.journal.Layout;
import dev.lagzero.capture.journal.Transaction;
import dev.lagzero.capture.store.Columns;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A store as the log tells it: whole transactions in order, as every consumer applies them. What a claim cuts off does
 * not count, what stands before it stays until the claim's snapshot is whole.
 */
final class Rebuilt {

    private final String source;
    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final List<ChangeEvent.Part> open = new ArrayList<>();
    private final Map<Long, Long> lastOf = new TreeMap<>();
    private SourcePosition applied;

    /** A collection's definition and rows, in the order in which the rows first came. */
    record Table(TableDefinition definition, Map<Image, Image> rows) {}

    /** @param before the transaction in front of what will be shown */
    Rebuilt(String source, SourcePosition before) {
        this.source = source;
        this.applied = before;
        lastOf.put(before.epoch(), before.sequence());
    }

    void accept(ChangeEvent event) {
        switch (event) {
            case ChangeEvent.Claimed claim -> {
                if (claim.epoch() > applied.epoch()) {
                    applied = claim.position();
                    open.clear();
                }
            }
            case ChangeEvent.Part part -> {
                if (part.position().equals(applied.next()) && part.ordinal() == open.size()) {
                    open.add(part);
                }
            }
            case ChangeEvent.Ended end -> {
                if (end.position().equals(applied.next()) && end.parts() == open.size()) {
                    whole(end);
                }
            }
        }
    }

    private void whole(ChangeEvent.Ended end) {
        if (end.header().snapshot()) {
            tables.clear();
        }
        open.forEach(this::apply);
        open.clear();
        applied = end.position();
        lastOf.put(applied.epoch(), applied.sequence());
    }

    /** A transaction of the journal that the log does not hold. */
    void apply(Transaction transaction) {
        SourcePosition position = transaction.position();
        Header header = new Header(
                source, "memory", source, position, position.opensEpoch(), null, transaction.timestampMillis());
        for (int i = 0; i < transaction.changes().size(); i++) {
            Change change = transaction.changes().get(i);
            if (change instanceof Change.Row row) {
                tables.computeIfAbsent(row.layout().table(), name -> undefined(row.layout()));
            }
            apply(change.part(header, i));
        }
    }

    /** What a table is stands in a snapshot that did not get into the log: then the journal knows its columns only. */
    private static Table undefined(Layout layout) {
        List<ColumnDefinition> columns =
                layout.names().stream().map(name -> Columns.of(name, "")).toList();
        return new Table(Columns.table(layout.table(), layout.key(), columns), new LinkedHashMap<>());
    }

    private void apply(ChangeEvent.Part part) {
        switch (part) {
            case ChangeEvent.RowChanged row -> {
                Map<Image, Image> rows = table(row.table()).rows();
                if (row.after() == null) {
                    rows.remove(row.key());
                } else {
                    rows.put(row.key(), row.after());
                }
            }
            case ChangeEvent.TableDefined defined -> {
                Table former = tables.get(defined.table());
                boolean emptied = former == null || defined.lineage() instanceof Lineage.Fresh;
                tables.put(
                        defined.table(),
                        new Table(defined.definition(), emptied ? new LinkedHashMap<>() : former.rows()));
            }
            case ChangeEvent.TableDropped dropped -> tables.remove(dropped.table());
            case ChangeEvent.RowsRead rows -> throw notOurs(rows);
            case ChangeEvent.RowOversize row -> throw notOurs(row);
            case ChangeEvent.TableFailed table -> throw notOurs(table);
        }
    }

    private Table table(String name) {
        Table table = tables.get(name);
        if (table == null) {
            throw new CaptureFault("source " + source + ": the changes topic holds rows of " + name
                    + " but not what the table is, so the store cannot be rebuilt. Was the topic trimmed?");
        }
        return table;
    }

    private CaptureFault notOurs(ChangeEvent.Part part) {
        return new CaptureFault(
                "source " + source + ": the changes topic holds at " + part.position() + " what no store"
                        + " writes, of table " + part.table() + ". Is the name also used by another kind of source?");
    }

    /** The last whole transaction. */
    SourcePosition applied() {
        return applied;
    }

    /** The last whole sequence of an epoch, 0 when there is none. */
    long lastOf(long epoch) {
        return lastOf.getOrDefault(epoch, 0L);
    }

    /** The highest epoch that has a whole transaction; 0 when none has. */
    long wholeEpoch() {
        return lastOf.entrySet().stream()
                .filter(last -> last.getValue() > 0)
                .mapToLong(Map.Entry::getKey)
                .max()
                .orElse(0);
    }

    Collection<Table> tables() {
        return tables.values();
    }

    Optional<TableDefinition> definition(String table) {
        return Optional.ofNullable(tables.get(table)).map(Table::definition);
    }
}
