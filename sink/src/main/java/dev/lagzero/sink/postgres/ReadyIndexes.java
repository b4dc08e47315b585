package dev.lagzero.sink.postgres;

import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.shape.ConstraintDdl;
import dev.lagzero.sink.shape.LoadIndex;
import dev.lagzero.sink.shape.TargetConstraint;
import dev.lagzero.sink.shape.TargetTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The indexes of one loaded table that {@link LoadIndexes} has built, and that become its key and its UNIQUEs. */
record ReadyIndexes(TargetTable table, List<LoadIndex> indexes, Set<String> useless) {

    private static final ConstraintDdl DDL = new ConstraintDdl(DriverQuoting.DIALECT);

    /**
     * Belongs right before the table moves from one schema to the other. Those that do not fit what became of the table,
     * or whose name is taken where it goes, are useless.
     */
    static ReadyIndexes of(Workshop loaded, Workshop live, TargetTable table) throws SQLException {
        List<LoadIndex> wanted = LoadIndex.of(table);
        if (wanted.isEmpty()) {
            return new ReadyIndexes(table, List.of(), Set.of());
        }
        Map<String, List<String>> built = built(loaded, table.name());
        List<LoadIndex> ready = new ArrayList<>();
        for (LoadIndex index : wanted) {
            List<String> columns = built.get(index.loadName());
            if (index.physical().equals(columns) && isFree(live, index.name())) {
                built.remove(index.loadName());
                ready.add(index);
            }
        }
        return new ReadyIndexes(table, ready, built.keySet());
    }

    void dropUseless(Workshop loaded) throws SQLException {
        for (String index : useless) {
            drop(loaded, index);
        }
    }

    static void drop(Workshop workshop, String index) throws SQLException {
        workshop.run("DROP INDEX " + DriverQuoting.DIALECT.relation(workshop.relation(index)));
    }

    /** The names and columns of a table's indexes. */
    static Map<String, List<String>> built(Workshop workshop, String table) throws SQLException {
        Map<String, List<String>> built = new HashMap<>();
        List<Map.Entry<String, String>> columns = Sql.query(
                workshop.connection(),
                row -> Map.entry(row.getString(1), row.getString(2)),
                "SELECT c.relname, a.attname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
                        + " CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, place)"
                        + " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum"
                        + " WHERE i.indrelid = ?::regclass ORDER BY c.relname, k.place",
                DriverQuoting.DIALECT.relation(workshop.relation(table)));
        columns.forEach(column -> built.computeIfAbsent(column.getKey(), name -> new ArrayList<>())
                .add(column.getValue()));
        return built;
    }

    private static boolean isFree(Workshop live, String name) throws SQLException {
        return !Sql.exists(
                live.connection(),
                "SELECT 1 WHERE to_regclass(?) IS NOT NULL",
                DriverQuoting.DIALECT.relation(live.relation(name)));
    }

    Optional<LoadIndex> key() {
        return indexes.stream().filter(LoadIndex::key).findFirst();
    }

    /** The table is in its place: makes constraints of the indexes, except of the key's. */
    TargetTable adoptUniques(Workshop live, TargetTable keyed) throws SQLException {
        TargetTable adopted = keyed;
        for (LoadIndex index : indexes) {
            if (!index.key()) {
                live.run(DDL.adopt(index, live.relation(table.name())));
                adopted = adopted.withConstraints(each -> inForce(each, index));
            }
        }
        return adopted;
    }

    private static TargetConstraint inForce(TargetConstraint constraint, LoadIndex index) {
        return index.serves(constraint) ? constraint.inForce(index.name()) : constraint;
    }

    TargetTable adoptKey(Workshop live, LoadIndex index) throws SQLException {
        live.run(DDL.adopt(index, live.relation(table.name())));
        return table.withKey(table.keyKind(), index.name());
    }
}
