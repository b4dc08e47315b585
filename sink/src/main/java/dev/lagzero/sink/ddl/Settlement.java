package dev.lagzero.sink.ddl;

import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.shape.KeyKind;
import dev.lagzero.sink.shape.Relation;
import dev.lagzero.sink.shape.TargetConstraint;
import dev.lagzero.sink.shape.TargetConstraint.Kind;
import dev.lagzero.sink.shape.TargetConstraint.State;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.type.TargetType;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Puts waiting constraints in force, as far as tables and data allow. Must run where nothing deferred is open, and
 * decides for good: what the data violates now is set aside.
 */
public final class Settlement {

    private final Workshop workshop;
    private final Constraints constraints;

    public Settlement(Workshop workshop) {
        this.workshop = workshop;
        this.constraints = new Constraints(workshop);
    }

    public boolean hasWork() {
        return workshop.tables().values().stream()
                .flatMap(table -> table.constraints().stream())
                .anyMatch(constraint -> constraint.state() == State.WAITING);
    }

    public void settle() throws SQLException {
        settle(Kind.NOT_NULL);
        settle(Kind.UNIQUE);
        settle(Kind.FOREIGN_KEY);
    }

    private void settle(Kind kind) throws SQLException {
        for (TargetTable table : List.copyOf(workshop.tables().values())) {
            for (TargetConstraint constraint : table.constraints()) {
                if (constraint.kind() == kind && constraint.state() == State.WAITING) {
                    settle(workshop.tables().get(table.name()), constraint);
                }
            }
        }
    }

    private void settle(TargetTable table, TargetConstraint constraint) throws SQLException {
        switch (constraint.kind()) {
            case NOT_NULL ->
                make(
                        table,
                        constraint,
                        workshop.constraintDdl.setNotNull(
                                constraint.columns().getFirst(), workshop.relation(table.name())));
            case UNIQUE ->
                make(
                        table,
                        constraint,
                        workshop.constraintDdl.addUnique(table, constraint, workshop.relation(table.name())));
            case FOREIGN_KEY -> settleReference(table, constraint);
        }
    }

    private void settleReference(TargetTable table, TargetConstraint key) throws SQLException {
        TargetTable parent = workshop.tables().get(key.parentTable());
        if (parent == null) {
            waitFor(table, key, "waits for table " + key.parentTable());
            return;
        }
        List<String> parentColumns = ForeignKeys.parentColumns(key, parent);
        if (parentColumns.isEmpty() || !parent.isUnique(parentColumns)) {
            waitFor(table, key, "waits for a unique key of " + key.parentTable() + " that it can point to");
            return;
        }
        for (int i = 0; i < parentColumns.size(); i++) {
            TargetType own = table.column(key.columns().get(i)).type();
            TargetType other = parent.column(parentColumns.get(i)).type();
            if (own.kind() != other.kind()) {
                waitFor(table, key, "column " + key.columns().get(i) + " holds " + own + ", its parent " + other);
                return;
            }
        }
        checkAtOnce(parent, parentColumns);
        Relation relation = workshop.relation(table.name());
        make(table, key, workshop.constraintDdl.addForeignKey(table, key, relation, parent, parentColumns));
    }

    /** Postgres lets no foreign key point to a deferrable UNIQUE. */
    private void checkAtOnce(TargetTable parent, List<String> columns) throws SQLException {
        boolean isKey =
                parent.keyKind() == KeyKind.PRIMARY && Set.copyOf(parent.key()).equals(Set.copyOf(columns));
        for (TargetConstraint unique : parent.constraints()) {
            boolean deferred = unique.kind() == Kind.UNIQUE && unique.isInForce() && !unique.immediate();
            if (!isKey && deferred && Set.copyOf(unique.columns()).equals(Set.copyOf(columns))) {
                constraints.drop(parent.name(), unique);
                TargetConstraint again = unique.checkedAtOnce();
                constraints.replace(parent.name(), unique, again);
                settle(workshop.tables().get(parent.name()), again);
            }
        }
    }

    private void waitFor(TargetTable table, TargetConstraint key, String reason) throws SQLException {
        if (!key.reason().equals(reason)) {
            constraints.replace(table.name(), key, key.waiting(reason));
        }
    }

    private void make(TargetTable table, TargetConstraint constraint, String statement) throws SQLException {
        try {
            Transaction.attempt(workshop.connection(), () -> workshop.run(statement));
        } catch (SQLException e) {
            SqlError error = SqlError.of(e);
            if (error.meaning() != SqlError.Meaning.DATA) {
                throw e;
            }
            constraints.setAside(table.name(), constraint, error.message());
            return;
        }
        constraints.replace(table.name(), constraint, constraint.inForce(nameOf(table, constraint)));
    }

    private String nameOf(TargetTable table, TargetConstraint constraint) throws SQLException {
        Relation relation = workshop.relation(table.name());
        return switch (constraint.kind()) {
            case NOT_NULL -> "NOT NULL";
            case UNIQUE -> workshop.newestConstraint(relation, "u");
            case FOREIGN_KEY -> workshop.newestConstraint(relation, "f");
        };
    }
}
