package dev.lagzero.sink.ddl;

import dev.lagzero.sink.book.Audit;
import dev.lagzero.sink.ddl.ForeignKeys.ColumnRef;
import dev.lagzero.sink.ddl.ForeignKeys.Link;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.shape.TableDdl;
import dev.lagzero.sink.shape.TableShape;
import dev.lagzero.sink.shape.TargetColumn;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.shape.TypeDdl;
import dev.lagzero.sink.target.TargetException;
import dev.lagzero.sink.type.TargetType;
import dev.lagzero.sink.type.Widening;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives columns wider types, together with all columns that foreign keys tie to them. */
public final class Widener {

    private final Workshop workshop;
    private final Constraints constraints;
    private final TypeDdl ddl = new TypeDdl(DriverQuoting.DIALECT);

    public Widener(Workshop workshop) {
        this.workshop = workshop;
        this.constraints = new Constraints(workshop);
    }

    /** Each column of the table gets at least the type asked for. */
    public void widen(String table, Map<String, TargetType> wanted) throws SQLException, TargetException {
        Map<ColumnRef, TargetType> all = new LinkedHashMap<>();
        wanted.forEach((column, type) -> all.put(new ColumnRef(table, column), type));
        carry(all);
        execute(all);
    }

    /** Makes the columns that the foreign keys of a newly defined table tie together alike, where that makes sense. */
    public void align(String table) throws SQLException, TargetException {
        for (Link link : ForeignKeys.links(workshop.tables())) {
            if (link.child().table().equals(table) || link.parent().table().equals(table)) {
                align(link);
            }
        }
    }

    private void align(Link link) throws SQLException, TargetException {
        TargetType child = type(link.child());
        TargetType parent = type(link.parent());
        if (child.equals(parent)) {
            return;
        }
        if (hasNoOpinion(link.child())) {
            retype(link.child(), parent);
        } else if (hasNoOpinion(link.parent())) {
            retype(link.parent(), child);
        } else if (Widening.akin(child, parent)) {
            TargetType joined = Widening.join(child, parent);
            Map<ColumnRef, TargetType> all = new LinkedHashMap<>();
            all.put(link.child(), joined);
            all.put(link.parent(), joined);
            carry(all);
            execute(all);
        }
    }

    private void retype(ColumnRef ref, TargetType type) throws SQLException, TargetException {
        Map<ColumnRef, TargetType> all = new LinkedHashMap<>();
        all.put(ref, type);
        carry(all);
        execute(all);
    }

    /** Follows the foreign keys until nothing is left to change. */
    private void carry(Map<ColumnRef, TargetType> all) {
        List<Link> links = ForeignKeys.links(workshop.tables());
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Link link : links) {
                grew |= carry(all, link.child(), link.parent()) | carry(all, link.parent(), link.child());
            }
        }
    }

    private boolean carry(Map<ColumnRef, TargetType> all, ColumnRef from, ColumnRef to) {
        TargetType wanted = all.get(from);
        if (wanted == null || !type(from).equals(type(to))) {
            return false;
        }
        TargetType joined = Widening.join(all.getOrDefault(to, type(to)), wanted);
        return !joined.equals(all.put(to, joined));
    }

    private TargetType type(ColumnRef ref) {
        return workshop.tables().get(ref.table()).column(ref.column()).type();
    }

    /** Neither are values there, nor does the definition speak of any that are to come. */
    private boolean hasNoOpinion(ColumnRef ref) throws SQLException {
        TargetColumn column = workshop.tables().get(ref.table()).column(ref.column());
        return column.definition().census().values() == 0 && holdsNothing(ref);
    }

    public boolean holdsNothing(String table, String column) throws SQLException {
        return holdsNothing(new ColumnRef(table, column));
    }

    private boolean holdsNothing(ColumnRef ref) throws SQLException {
        String relation = DriverQuoting.DIALECT.relation(workshop.relation(ref.table()));
        TargetColumn column = workshop.tables().get(ref.table()).column(ref.column());
        return !Sql.exists(
                workshop.connection(),
                "SELECT 1 FROM " + relation + " WHERE " + DriverQuoting.DIALECT.name(column.name())
                        + " IS NOT NULL LIMIT 1");
    }

    private void execute(Map<ColumnRef, TargetType> wanted) throws SQLException, TargetException {
        Map<ColumnRef, TargetType> changes = new LinkedHashMap<>(wanted);
        changes.entrySet().removeIf(change -> type(change.getKey()).equals(change.getValue()));
        Map<String, List<ColumnRef>> byTable = new LinkedHashMap<>();
        for (ColumnRef ref : changes.keySet()) {
            byTable.computeIfAbsent(ref.table(), name -> new ArrayList<>()).add(ref);
        }
        for (Map.Entry<String, List<ColumnRef>> table : byTable.entrySet()) {
            Set<String> columns =
                    Set.copyOf(table.getValue().stream().map(ColumnRef::column).toList());
            constraints.releaseReferences(table.getKey(), columns);
        }
        for (Map.Entry<String, List<ColumnRef>> table : byTable.entrySet()) {
            change(table.getKey(), table.getValue(), changes);
        }
    }

    private void change(String name, List<ColumnRef> refs, Map<ColumnRef, TargetType> changes)
            throws SQLException, TargetException {
        TargetTable before = workshop.table(name);
        Set<String> reshaped = new HashSet<>();
        for (ColumnRef ref : refs) {
            if (type(ref).isMixed() != changes.get(ref).isMixed()) {
                reshaped.add(ref.column());
            }
        }
        boolean rekey = !before.keyName().isEmpty() && before.key().stream().anyMatch(reshaped::contains);
        constraints.releaseUniques(name, reshaped);
        if (rekey) {
            constraints.releaseKey(name);
        }
        retype(name, refs, changes);
        if (rekey) {
            workshop.put(workshop.withKey(workshop.table(name)));
        }
    }

    private void retype(String name, List<ColumnRef> refs, Map<ColumnRef, TargetType> changes)
            throws SQLException, TargetException {
        TargetTable before = workshop.table(name);
        TargetTable after = before;
        List<TypeDdl.Change> steps = new ArrayList<>();
        for (ColumnRef ref : refs) {
            after = TableShape.retyped(after, ref.column(), changes.get(ref));
            TargetColumn column = before.column(ref.column());
            boolean identity = TableDdl.isIdentity(before, column);
            steps.add(new TypeDdl.Change(column, after.column(ref.column()), identity, holdsNothing(ref)));
        }
        workshop.run(ddl.change(workshop.relation(name), steps));
        workshop.put(after);
        for (TypeDdl.Change step : steps) {
            workshop.record(
                    before.source(),
                    new Audit.Change(
                            name,
                            step.before().name(),
                            "widen",
                            step.before().type().label(),
                            step.after().type().label()));
        }
    }
}
