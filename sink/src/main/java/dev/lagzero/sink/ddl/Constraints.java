package dev.lagzero.sink.ddl;

import dev.lagzero.sink.book.Audit;
import dev.lagzero.sink.shape.KeyKind;
import dev.lagzero.sink.shape.TargetConstraint;
import dev.lagzero.sink.shape.TargetConstraint.Kind;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Takes constraints out of force: for a moment, while a table changes, or for good. */
public final class Constraints {

    private final Workshop workshop;

    public Constraints(Workshop workshop) {
        this.workshop = workshop;
    }

    /** All foreign keys that touch these columns of the table, from either side, wait until they are settled again. */
    void releaseReferences(String table, Set<String> columns) throws SQLException {
        for (TargetTable each : List.copyOf(workshop.tables().values())) {
            for (TargetConstraint key : each.constraints()) {
                if (key.kind() == Kind.FOREIGN_KEY && touches(each, key, table, columns)) {
                    release(each.name(), key);
                }
            }
        }
    }

    private boolean touches(TargetTable child, TargetConstraint key, String table, Set<String> columns) {
        boolean asChild = child.name().equals(table) && key.columns().stream().anyMatch(columns::contains);
        if (asChild || !key.parentTable().equals(table)) {
            return asChild;
        }
        TargetTable parent = workshop.tables().get(table);
        return parent == null || ForeignKeys.parentColumns(key, parent).stream().anyMatch(columns::contains);
    }

    /** All foreign keys that point to the table. */
    void releaseReferencesTo(String table) throws SQLException {
        for (TargetTable each : List.copyOf(workshop.tables().values())) {
            for (TargetConstraint key : each.constraints()) {
                if (key.kind() == Kind.FOREIGN_KEY && key.parentTable().equals(table)) {
                    release(each.name(), key);
                }
            }
        }
    }

    /** All rows are about to change at once: everything waits, also what earlier rows contradicted. */
    public void startOver() throws SQLException {
        for (Kind kind : List.of(Kind.FOREIGN_KEY, Kind.UNIQUE)) {
            for (TargetTable each : List.copyOf(workshop.tables().values())) {
                for (TargetConstraint constraint : each.constraints()) {
                    if (constraint.kind() == kind) {
                        release(each.name(), constraint);
                    }
                }
            }
        }
        for (TargetTable each : List.copyOf(workshop.tables().values())) {
            workshop.put(
                    each.withConstraints(constraint -> constraint.isInForce() ? constraint : constraint.waiting("")));
        }
    }

    void releaseUniques(String table, Set<String> columns) throws SQLException {
        for (TargetConstraint unique : workshop.tables().get(table).constraints()) {
            if (unique.kind() == Kind.UNIQUE && unique.columns().stream().anyMatch(columns::contains)) {
                releaseReferences(table, Set.copyOf(unique.columns()));
                release(table, unique);
            }
        }
    }

    /** The table's key goes; whoever calls makes another. */
    void releaseKey(String table) throws SQLException {
        releaseReferencesTo(table);
        TargetTable before = workshop.tables().get(table);
        workshop.run(workshop.constraintDdl.dropKey(before, workshop.relation(table)));
        workshop.put(before.withKey(before.keyKind(), ""));
    }

    /** Out of force, to be made again by {@link Settlement}. */
    void release(String table, TargetConstraint constraint) throws SQLException {
        boolean current = workshop.tables().get(table).constraints().contains(constraint);
        if (current && constraint.isInForce()) {
            drop(table, constraint);
            replace(table, constraint, constraint.waiting(""));
        }
    }

    /** Out of force and out of the database, but not out of the catalogue. */
    void drop(String table, TargetConstraint constraint) throws SQLException {
        switch (constraint.kind()) {
            case NOT_NULL ->
                workshop.run(
                        workshop.constraintDdl.dropNotNull(constraint.columns().getFirst(), workshop.relation(table)));
            case UNIQUE, FOREIGN_KEY ->
                workshop.run(workshop.constraintDdl.drop(constraint.name(), workshop.relation(table)));
        }
    }

    void replace(String table, TargetConstraint before, TargetConstraint after) throws SQLException {
        TargetTable owner = workshop.tables().get(table);
        workshop.put(owner.withConstraints(each -> each.equals(before) ? after : each));
    }

    /** The source's own data contradicts it: it is dropped and remembered, and parks nothing. */
    public void setAside(String table, TargetConstraint constraint, String reason) throws SQLException {
        TargetTable owner = workshop.tables().get(table);
        if (owner == null) {
            return;
        }
        for (TargetConstraint each : owner.constraints()) {
            if (sameDeclaration(each, constraint) && each.state() != TargetConstraint.State.SET_ASIDE) {
                if (each.isInForce()) {
                    if (each.kind() == Kind.UNIQUE) {
                        releaseReferences(table, Set.copyOf(each.columns()));
                    }
                    drop(table, each);
                }
                replace(table, each, each.setAside(reason));
                workshop.record(owner.source(), new Audit.Change(table, "", "set aside", each.declaration(), reason));
            }
        }
    }

    private static boolean sameDeclaration(TargetConstraint one, TargetConstraint other) {
        return one.kind() == other.kind() && one.declaration().equals(other.declaration());
    }

    /** Some key is longer than a b-tree takes: its digest is unique instead. */
    public void digestKey(String table) throws SQLException, TargetException {
        TargetTable before = workshop.tables().get(table);
        if (before == null || before.keyKind() == KeyKind.DIGEST) {
            return;
        }
        releaseKey(table);
        workshop.put(workshop.withKey(workshop.table(table).withKey(KeyKind.DIGEST, "")));
        // A primary key's NOT NULL outlives it, which is as it should be.
        workshop.record(before.source(), new Audit.Change(table, "", "key", "primary key", "digest of the key"));
    }
}
