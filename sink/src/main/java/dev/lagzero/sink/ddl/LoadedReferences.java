package dev.lagzero.sink.ddl;

import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.shape.ConstraintDdl;
import dev.lagzero.sink.shape.KeyKind;
import dev.lagzero.sink.shape.LoadIndex;
import dev.lagzero.sink.shape.TargetConstraint;
import dev.lagzero.sink.shape.TargetConstraint.Kind;
import dev.lagzero.sink.shape.TargetTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Foreign keys among the tables of a load, checked before the tables move into place. Nothing depends on one: what is not
 * there, or had to go, {@link Settlement} makes.
 */
public final class LoadedReferences {

    private static final ConstraintDdl DDL = new ConstraintDdl(DriverQuoting.DIALECT);

    private final Workshop loaded;

    /** A foreign key that can be made as soon as both tables have their rows, and the parent its key's index. */
    public record Reference(TargetTable child, TargetConstraint key, TargetTable parent, List<String> parentColumns) {

        public String statement(Site loads) {
            return DDL.addForeignKey(child, key, loads.relation(child.name()), parent, parentColumns);
        }
    }

    private record Found(String child, String name, List<String> columns, String parent, List<String> parentColumns) {}

    public LoadedReferences(Workshop loaded) {
        this.loaded = loaded;
    }

    /**
     * Those that lead from or to the added ones of the tables. Only to primary keys, whose index stays what it is when it
     * is adopted, and only between tables that are large enough to be indexed early: into others rows may come without
     * anybody looking.
     */
    public static List<Reference> of(Set<String> added, Map<String, TargetTable> tables) {
        List<Reference> references = new ArrayList<>();
        for (TargetTable child : tables.values()) {
            boolean isNew = added.contains(child.name());
            for (TargetConstraint key : child.constraints()) {
                TargetTable parent = tables.get(key.parentTable());
                if (key.kind() == Kind.FOREIGN_KEY && parent != null && (isNew || added.contains(parent.name()))) {
                    of(child, key, parent).ifPresent(references::add);
                }
            }
        }
        return references;
    }

    private static Optional<Reference> of(TargetTable child, TargetConstraint key, TargetTable parent) {
        List<String> columns = ForeignKeys.parentColumns(key, parent);
        boolean possible = isIndexed(child)
                && isIndexed(parent)
                && isKey(parent, columns)
                && areAlike(child, key, parent, columns);
        return possible ? Optional.of(new Reference(child, key, parent, columns)) : Optional.empty();
    }

    private static boolean isIndexed(TargetTable table) {
        return LoadIndex.of(table).stream().anyMatch(LoadIndex::key);
    }

    private static boolean isKey(TargetTable parent, List<String> columns) {
        return parent.keyKind() == KeyKind.PRIMARY && Set.copyOf(parent.key()).equals(Set.copyOf(columns));
    }

    private static boolean areAlike(TargetTable child, TargetConstraint key, TargetTable parent, List<String> columns) {
        for (int i = 0; i < columns.size(); i++) {
            if (!child.column(key.columns().get(i))
                    .type()
                    .equals(parent.column(columns.get(i)).type())) {
                return false;
            }
        }
        return true;
    }

    /** All tables are declared anew: those foreign keys that are there are in force. */
    public void adopt() throws SQLException {
        for (Found found : found()) {
            Optional<TargetConstraint> declared = declared(found);
            if (declared.isPresent()) {
                new Constraints(loaded)
                        .replace(found.child(), declared.get(), declared.get().inForce(found.name()));
            } else {
                drop(found);
            }
        }
    }

    private Optional<TargetConstraint> declared(Found found) {
        TargetTable child = loaded.tables().get(found.child());
        TargetTable parent = loaded.tables().get(found.parent());
        if (child == null || parent == null) {
            return Optional.empty();
        }
        return child.constraints().stream()
                .filter(key -> key.kind() == Kind.FOREIGN_KEY && !key.isInForce())
                .filter(key -> key.parentTable().equals(found.parent()))
                .filter(key -> child.physicalNames(key.columns()).equals(found.columns()))
                .filter(key -> parent.physicalNames(ForeignKeys.parentColumns(key, parent))
                        .equals(found.parentColumns()))
                .findFirst();
    }

    /** All of them: columns are about to change. */
    public void drop() throws SQLException {
        for (Found found : found()) {
            drop(found);
        }
    }

    /** Those from or to a table that rows are about to come into. */
    public void drop(String table) throws SQLException {
        for (Found found : found()) {
            if (found.child().equals(table) || found.parent().equals(table)) {
                drop(found);
            }
        }
    }

    private void drop(Found found) throws SQLException {
        loaded.run(DDL.drop(found.name(), loaded.relation(found.child())));
    }

    private List<Found> found() throws SQLException {
        return Sql.query(
                loaded.connection(),
                row -> new Found(
                        row.getString(1),
                        row.getString(2),
                        List.of((String[]) row.getArray(3).getArray()),
                        row.getString(4),
                        List.of((String[]) row.getArray(5).getArray())),
                """
                SELECT c.relname, k.conname, names.own, p.relname, names.other
                FROM pg_constraint k
                JOIN pg_class c ON c.oid = k.conrelid
                JOIN pg_class p ON p.oid = k.confrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                CROSS JOIN LATERAL (
                    SELECT array_agg(a.attname::text ORDER BY u.place), array_agg(b.attname::text ORDER BY u.place)
                    FROM unnest(k.conkey, k.confkey) WITH ORDINALITY u(own, other, place)
                    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.own
                    JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.other) names(own, other)
                WHERE k.contype = 'f' AND n.nspname = ?
                ORDER BY k.oid
                """,
                loaded.site().schema());
    }

    /** The parent's key is made anew; a child may have moved into place already. */
    public void release(String parent, Workshop live) throws SQLException {
        new Constraints(loaded).releaseReferencesTo(parent);
        new Constraints(live).releaseReferencesTo(parent);
    }
}
