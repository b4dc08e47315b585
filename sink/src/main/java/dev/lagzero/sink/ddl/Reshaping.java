package dev.lagzero.sink.ddl;

import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.sink.book.Audit;
import dev.lagzero.sink.shape.Alteration;
import dev.lagzero.sink.shape.KeyKind;
import dev.lagzero.sink.shape.TableShape;
import dev.lagzero.sink.shape.TargetColumn;
import dev.lagzero.sink.shape.TargetConstraint;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import dev.lagzero.sink.type.TargetType;
import dev.lagzero.sink.type.TypeChoice;
import dev.lagzero.sink.type.Widening;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a table into what a newer definition says, and keeps its rows, its grants and the views on it. */
final class Reshaping {

    private final Workshop workshop;
    private final Constraints constraints;

    Reshaping(Workshop workshop) {
        this.workshop = workshop;
        this.constraints = new Constraints(workshop);
    }

    /**
     * @param names new column name to the name it had before
     * @param refilled the table is empty and gets all its rows anew: narrow types are not in the way
     */
    void reshape(TargetTable former, TableDefinition definition, Map<String, String> names, boolean refilled)
            throws SQLException, TargetException {
        Alteration alteration = Alteration.of(former, definition, names);
        for (TargetConstraint gone : alteration.goneConstraints()) {
            constraints.release(former.name(), gone);
        }
        Set<String> dropped = new HashSet<>();
        alteration.goneColumns().forEach(column -> dropped.add(column.name()));
        constraints.releaseReferences(former.name(), dropped);
        constraints.releaseUniques(former.name(), dropped);
        if (alteration.keyChanges()) {
            constraints.releaseKey(former.name());
        }
        moveColumns(alteration, former);
        follow(former, definition, names);
        TargetTable shaped = alteration.result(workshop.tables().get(former.name()));
        if (!former.name().equals(shaped.name())) {
            workshop.forget(former.name());
        }
        workshop.put(shaped);
        for (TargetColumn column : alteration.noLongerIdentity(shaped)) {
            workshop.run(workshop.tableDdl.dropIdentity(column, workshop.relation(shaped.name())));
        }
        addColumns(alteration, shaped);
        adjustTypes(shaped, definition, names, refilled);
        if (alteration.keyChanges()) {
            releaseKeyColumns(former, definition, names);
            TargetTable keyed = workshop.table(shaped.name());
            KeyKind kind = TableShape.fresh(shaped.source(), definition).keyKind();
            workshop.put(workshop.withKey(keyed.withKey(kind, "")));
        }
    }

    private void moveColumns(Alteration alteration, TargetTable former) throws SQLException {
        for (TargetColumn gone : alteration.goneColumns()) {
            workshop.run(workshop.tableDdl.dropColumn(gone, workshop.relation(former.name())));
            record(
                    former,
                    new Audit.Change(
                            former.name(),
                            gone.name(),
                            "drop column",
                            gone.type().label(),
                            ""));
        }
        String newName = alteration.definition().name();
        if (!former.name().equals(newName)) {
            workshop.run(workshop.tableDdl.renameTable(workshop.relation(former.name()), newName));
            record(former, new Audit.Change(newName, "", "rename", former.name(), newName));
        }
        for (Alteration.Rename rename : alteration.renames()) {
            workshop.run(workshop.tableDdl.renameColumn(workshop.relation(newName), rename.from(), rename.to()));
        }
        for (Alteration.Rename rename : alteration.visibleRenames()) {
            record(former, new Audit.Change(newName, rename.to(), "rename", rename.from(), rename.to()));
        }
    }

    /** Foreign keys of other tables follow the renames, as Postgres' own do. */
    private void follow(TargetTable former, TableDefinition definition, Map<String, String> names) throws SQLException {
        Map<String, String> after = new LinkedHashMap<>();
        names.forEach((now, before) -> after.put(before, now));
        for (TargetTable other : List.copyOf(workshop.tables().values())) {
            TargetTable changed = other.withConstraints(key -> key.parentTable().equals(former.name())
                    ? key.pointingTo(
                            definition.name(),
                            key.parentColumns().stream()
                                    .map(name -> after.getOrDefault(name, name))
                                    .toList())
                    : key);
            if (!changed.equals(other) && !other.name().equals(former.name())) {
                workshop.put(changed);
            }
        }
    }

    private void addColumns(Alteration alteration, TargetTable shaped) throws SQLException {
        for (TargetColumn added : alteration.addedColumns()) {
            workshop.run(workshop.tableDdl.addColumn(added, workshop.relation(shaped.name())));
            record(
                    shaped,
                    new Audit.Change(
                            shaped.name(),
                            added.name(),
                            "add column",
                            "",
                            added.type().label()));
        }
        for (TargetColumn kept : alteration.changedDefaults()) {
            workshop.run(workshop.tableDdl.setDefault(kept, workshop.relation(shaped.name())));
        }
    }

    private void adjustTypes(
            TargetTable shaped, TableDefinition definition, Map<String, String> names, boolean refilled)
            throws SQLException, TargetException {
        Map<String, TargetType> wanted = new LinkedHashMap<>();
        for (ColumnDefinition column : definition.columns()) {
            TargetType type = shaped.column(column.name()).type();
            boolean compared = TableShape.isCompared(definition, column.name());
            TargetType chosen = TypeChoice.choose(column, compared);
            boolean unfit = compared && type.equals(TargetType.JSON);
            if (unfit) {
                wanted.put(column.name(), TargetType.TEXT);
            } else if (refilled
                    && names.containsKey(column.name())
                    && !Widening.join(type, chosen).equals(type)) {
                wanted.put(column.name(), chosen);
            }
        }
        if (!wanted.isEmpty()) {
            new Widener(workshop).widen(shaped.name(), wanted);
        }
    }

    /** A former key column may be NULL now; Postgres keeps the key's NOT NULL when the key goes. */
    private void releaseKeyColumns(TargetTable former, TableDefinition definition, Map<String, String> names)
            throws SQLException {
        for (ColumnDefinition column : definition.columns()) {
            boolean wasKey = former.key().contains(names.getOrDefault(column.name(), ""));
            boolean isKey = definition.key().contains(column.name());
            if (wasKey && !isKey && !column.notNull()) {
                workshop.run(workshop.constraintDdl.dropNotNull(column.name(), workshop.relation(definition.name())));
            }
        }
    }

    private void record(TargetTable table, Audit.Change change) throws SQLException {
        workshop.record(table.source(), change);
    }
}
