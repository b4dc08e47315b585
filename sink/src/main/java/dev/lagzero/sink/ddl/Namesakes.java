package dev.lagzero.sink.ddl;

import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.shape.StorageNames;
import dev.lagzero.sink.shape.TargetConstraint;
import dev.lagzero.sink.shape.TargetTable;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Tables share their names with indexes and sequences, which Postgres names by itself: {@code a_pkey} may be the key of
 * table {@code a}, and a table of the source. What belongs to a table of ours makes way for a table.
 */
public final class Namesakes {

    private final Workshop workshop;

    /** @param index else a sequence */
    private record Namesake(boolean index, String table) {}

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
        List<Namesake> found = Sql.query(
                workshop.connection(),
                row -> new Namesake(row.getBoolean(1), row.getString(2)),
                """
                SELECT c.relkind = 'i', o.relname
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_index i ON i.indexrelid = c.oid
                LEFT JOIN pg_depend d ON c.relkind = 'S' AND d.objid = c.oid AND d.deptype IN ('a', 'i')
                    AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                JOIN pg_class o ON o.oid = coalesce(i.indrelid, d.refobjid)
                WHERE n.nspname = ? AND c.relname = ?
                """,
                workshop.site().schema(),
                name);
        return found.stream()
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
