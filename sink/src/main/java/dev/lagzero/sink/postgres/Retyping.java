package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.table.Census;
import dev.lagzero.sink.ddl.Constraints;
import dev.lagzero.sink.ddl.Widener;
import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.shape.TableShape;
import dev.lagzero.sink.shape.TargetColumn;
import dev.lagzero.sink.shape.TargetConstraint;
import dev.lagzero.sink.shape.TargetConstraint.Kind;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import dev.lagzero.sink.type.Tally;
import dev.lagzero.sink.type.TargetType;
import dev.lagzero.sink.type.TypeChoice;
import dev.lagzero.sink.write.FittingRow;
import dev.lagzero.sink.write.RowPlan;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Makes a table fit rows: wider columns, and no NOT NULL where there are nulls. */
final class Retyping {

    private final Workshop workshop;

    Retyping(Workshop workshop) {
        this.workshop = workshop;
    }

    void fit(RowPlan plan) throws SQLException, TargetException {
        fit(plan.table().name(), plan.wider(), plan.nulls(), column -> census(plan, column));
    }

    /** @param census counts what is about to be written into a column */
    void fit(String name, Map<String, TargetType> wider, Set<String> nulls, Function<String, Census> census)
            throws SQLException, TargetException {
        Constraints constraints = new Constraints(workshop);
        for (TargetConstraint constraint : workshop.table(name).constraints()) {
            if (constraint.kind() == Kind.NOT_NULL
                    && nulls.contains(constraint.columns().getFirst())) {
                constraints.setAside(name, constraint, "the source stores NULL in it");
            }
        }
        Widener widener = new Widener(workshop);
        Map<String, TargetType> chosen = new HashMap<>();
        for (Map.Entry<String, TargetType> wanted : wider.entrySet()) {
            // A column that never held a value has no past: its type is chosen anew.
            boolean free = widener.holdsNothing(name, wanted.getKey());
            chosen.put(
                    wanted.getKey(), free ? anew(name, wanted.getKey(), wanted.getValue(), census) : wanted.getValue());
        }
        if (!chosen.isEmpty()) {
            widener.widen(name, chosen);
        }
    }

    private TargetType anew(String name, String column, TargetType wanted, Function<String, Census> census)
            throws TargetException {
        Census counted = census.apply(column);
        if (counted.values() == 0) {
            return wanted;
        }
        TargetTable table = workshop.table(name);
        boolean compared = TableShape.isCompared(table.definition(), column);
        return TypeChoice.choose(table.column(column).definition().counted(counted), compared);
    }

    private static Census census(RowPlan plan, String name) {
        TargetColumn column = plan.table().column(name);
        int index = plan.table().columns().indexOf(column);
        Tally tally = new Tally();
        for (FittingRow row : plan.writes()) {
            tally.add(row.values().get(index));
        }
        return tally.census();
    }
}
