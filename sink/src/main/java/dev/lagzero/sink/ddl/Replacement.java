package dev.lagzero.sink.ddl;

import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.shape.RowSql;
import dev.lagzero.sink.shape.TargetColumn;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import dev.lagzero.sink.type.TargetType;
import dev.lagzero.sink.type.Widening;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes a table that is in use equal to one that was loaded, without replacing it. */
public final class Replacement {

    private static final RowSql SQL = new RowSql(DriverQuoting.DIALECT);

    private final Workshop loaded;
    private final Workshop live;

    public Replacement(Workshop loaded, Workshop live) {
        this.loaded = loaded;
        this.live = live;
    }

    /** The table in use gets the columns of the loaded one; {@link #align} then makes their types the same. */
    public void shape(String name) throws SQLException, TargetException {
        TargetTable former = live.table(name);
        TargetTable wanted = loaded.table(name);
        Map<String, String> kept = Definer.sameNames(former, wanted.definition());
        boolean rekeyed = !former.key().equals(wanted.key());
        if (rekeyed) {
            // Rows cannot be matched: all of them are replaced.
            Sql.update(live.connection(), "DELETE FROM " + DriverQuoting.DIALECT.relation(live.relation(name)));
            live.checkDeferred();
        }
        new Reshaping(live).reshape(former, wanted.definition(), kept, rekeyed);
    }

    /** All of them at once, because foreign keys carry a change from one table to others. */
    public void align(List<String> names) throws SQLException, TargetException {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (String name : names) {
                changed |= widen(loaded, name, live.table(name));
                changed |= widen(live, name, loaded.table(name));
            }
        }
    }

    /** True when something had to change. */
    private static boolean widen(Workshop workshop, String name, TargetTable other)
            throws SQLException, TargetException {
        Map<String, TargetType> wider = new HashMap<>();
        for (TargetColumn column : workshop.table(name).columns()) {
            TargetType joined =
                    Widening.join(column.type(), other.column(column.name()).type());
            if (!joined.equals(column.type())) {
                wider.put(column.name(), joined);
            }
        }
        if (!wider.isEmpty()) {
            new Widener(workshop).widen(name, wider);
        }
        return !wider.isEmpty();
    }

    public void content(String name) throws SQLException, TargetException {
        TargetTable table = live.table(name);
        TargetTable from = loaded.table(name);
        Sql.run(live.connection(), "ANALYZE " + DriverQuoting.DIALECT.relation(loaded.relation(name)));
        Sql.update(live.connection(), SQL.deleteMissing(table, live.relation(name), from, loaded.relation(name)));
        Sql.update(live.connection(), SQL.upsertFrom(table, live.relation(name), from, loaded.relation(name)));
        live.checkDeferred();
    }
}
