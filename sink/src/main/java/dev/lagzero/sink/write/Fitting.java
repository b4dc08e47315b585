package dev.lagzero.sink.write;

import dev.lagzero.schemas.value.Image;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.net.NetRow;
import dev.lagzero.sink.shape.TargetColumn;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.type.Holding;
import dev.lagzero.sink.type.TargetType;
import dev.lagzero.sink.type.Widening;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sorts net rows by what a table can do with them. Pure: everything that can be known before the server is asked. */
public final class Fitting {

    private final TargetTable table;
    private final List<String> names;
    private final List<FittingRow> writes = new ArrayList<>();
    private final List<FittingRow> removes = new ArrayList<>();
    private final List<Misfit> misfits = new ArrayList<>();
    private final Map<String, TargetType> wider = new LinkedHashMap<>();
    private final Set<String> nulls = new HashSet<>();
    private final boolean[] refusesNull;

    private Fitting(TargetTable table) {
        this.table = table;
        this.names = table.definition().columnNames();
        this.refusesNull = new boolean[names.size()];
        for (int i = 0; i < refusesNull.length; i++) {
            refusesNull[i] = table.refusesNull(names.get(i));
        }
    }

    public static RowPlan plan(TargetTable table, Collection<NetRow> rows) {
        Fitting fitting = new Fitting(table);
        for (NetRow row : rows) {
            switch (row.action()) {
                case WRITE -> fitting.write(row);
                case REMOVE -> fitting.remove(row);
                case KEEP -> {
                    // Nothing becomes of the row; that it is parked is told elsewhere.
                }
            }
        }
        return new RowPlan(table, fitting.writes, fitting.removes, fitting.misfits, fitting.wider, fitting.nulls);
    }

    private void write(NetRow row) {
        Optional<String> objection = Holding.objection(row.image());
        List<Value> values = values(row.image());
        if (objection.isPresent()) {
            misfits.add(new Misfit(row, objection.get()));
        } else if (values.isEmpty()) {
            misfits.add(
                    new Misfit(row, "the image has the columns " + row.image().names() + ", the table " + names));
        } else {
            Optional<String> missing = fit(values);
            if (missing.isPresent()) {
                misfits.add(new Misfit(row, "column " + missing.get() + " of the key is NULL"));
            } else {
                writes.add(new FittingRow(row, values));
            }
        }
    }

    /** In the table's order; empty when the image has other columns. */
    private List<Value> values(Image image) {
        if (image.names().equals(names)) {
            return image.values();
        }
        boolean same = image.names().size() == names.size() && image.names().containsAll(names);
        return same ? image.project(names).values() : List.of();
    }

    /** Remembers what must become wider; the name of a key column that is NULL. */
    private Optional<String> fit(List<Value> values) {
        for (int i = 0; i < values.size(); i++) {
            if (refusesNull[i]
                    && values.get(i) instanceof Value.Null
                    && table.key().contains(names.get(i))) {
                return Optional.of(names.get(i));
            }
        }
        for (int i = 0; i < values.size(); i++) {
            fit(i, values.get(i));
        }
        return Optional.empty();
    }

    private void fit(int index, Value value) {
        TargetColumn column = table.columns().get(index);
        if (value instanceof Value.Null) {
            if (refusesNull[index]) {
                nulls.add(column.name());
            }
            return;
        }
        TargetType type = wider.isEmpty() ? column.type() : wider.getOrDefault(column.name(), column.type());
        if (!type.holds(value)) {
            wider.put(
                    column.name(),
                    Widening.toHold(type, value, column.definition().affinity()));
        }
    }

    /** A key that the table's types cannot hold is not there: nothing is to be removed. */
    private void remove(NetRow row) {
        if (!row.key().names().containsAll(table.key())) {
            misfits.add(new Misfit(row, "the key has the columns " + row.key().names() + ", the table " + table.key()));
            return;
        }
        List<Value> values = row.key().project(table.key()).values();
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            TargetType type = table.column(table.key().get(i)).type();
            if (value instanceof Value.Null
                    || !type.holds(value)
                    || Holding.objection(value).isPresent()) {
                return;
            }
        }
        removes.add(new FittingRow(row, values));
    }
}
