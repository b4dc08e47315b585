package dev.lagzero.sink.ddl;

import dev.lagzero.sink.book.Audit;
import dev.lagzero.sink.book.Stage;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.shape.StorageNames;
import dev.lagzero.sink.shape.TargetConstraint;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import java.sql.SQLException;
import java.util.List;

/** Lets go of tables whose source table is gone. */
public final class Dropping {

    private final Workshop workshop;

    public Dropping(Workshop workshop) {
        this.workshop = workshop;
    }

    /** Tables that were never defined are let go without a word: they were parked as a whole. */
    public void drop(String source, String name) throws SQLException, TargetException {
        TargetTable table = workshop.tables().get(name);
        workshop.site().parking().resolveTable(workshop.connection(), Stage.LIVE, source, name);
        if (table == null) {
            return;
        }
        Definer.refuseOthers(table, source);
        workshop.checkDeferred();
        Constraints constraints = new Constraints(workshop);
        constraints.releaseReferencesTo(name);
        for (TargetConstraint constraint : table.constraints()) {
            if (constraint.kind() == TargetConstraint.Kind.FOREIGN_KEY) {
                constraints.release(name, constraint);
            }
        }
        workshop.forget(name);
        switch (workshop.site().onDrop()) {
            case KEEP -> setAside(source, name);
            case DROP -> {
                workshop.run("DROP TABLE " + DriverQuoting.DIALECT.relation(workshop.relation(name)));
                workshop.record(source, new Audit.Change(name, "", "drop", name, ""));
            }
        }
    }

    private void setAside(String source, String name) throws SQLException {
        String suffix = "__dropped_" + workshop.position().epoch() + "_"
                + workshop.position().sequence();
        String aside = StorageNames.free(name, suffix, workshop.takenNames());
        workshop.run(List.of(workshop.tableDdl.renameTable(workshop.relation(name), aside)));
        workshop.record(source, new Audit.Change(name, "", "set aside", name, aside));
    }
}
