package dev.lagzero.sink.ddl;

import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.shape.StorageNames;
import dev.lagzero.sink.shape.TargetConstraint;
import dev.lagzero.sink.shape.TargetTable;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Tables share their names with indexes and sequences, which Postgres names by itself: {@code a_pkey} may be the key of
 * table {@code a}, and a table of the source. What belongs to a table of ours makes way for a table.
 */
public final class Namesakes {

    private final Workshop workshop;

    public Namesakes(Workshop workshop) {
        this.workshop = workshop;
    }

    /** Belongs before a table gets its name. */
    public void makeWay(String table) throws SQLException {
        Optional<Namesake> found = find(table);
        if (found.isPresent()) {
            String other = StorageNames.free(table, "_1", workshop.takenNames());
            String what = found.get().index() ? "INDEX " : "SEQUENCE ";
            workshop.run("ALTER " + what + DriverQuoting.DIALECT.relation(workshop.relation(table)) + " RENAME TO "
                    + DriverQuoting.DIALECT.name(other));
            workshop.put(renamed(workshop.tables().get(found.get().table()), table, other));
        }
    }

    private Optional<Namesake> find(String name) throws SQLException {
        return Namesake.of(workshop.connection(), workshop.site().schema(), name).stream()
                .filter(namesake -> workshop.tables().containsKey(namesake.table()))
                .findFirst();
    }

    private static TargetTable renamed(TargetTable owner, String from, String to) {
        TargetTable keyed = owner.keyName().equals(from) ? owner.withKey(owner.keyKind(), to) : owner;
        return keyed.withConstraints(each -> renamed(each, from, to));
    }

    private static TargetConstraint renamed(TargetConstraint constraint, String from, String to) {
        return constraint.isInForce() && constraint.name().equals(from) ? constraint.inForce(to) : constraint;
    }
}
