package dev.lagzero.sink.ddl;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.book.Audit;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.shape.ConstraintDdl;
import dev.lagzero.sink.shape.KeyKind;
import dev.lagzero.sink.shape.Relation;
import dev.lagzero.sink.shape.TableDdl;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tables as they are in one open transaction of Postgres: it starts with what was committed, and what it ends with
 * holds only if the transaction commits. Used by one thread.
 */
public final class Workshop {

    private final Connection connection;
    private final Site site;
    private final Map<String, TargetTable> tables;
    private final Set<String> changed = new TreeSet<>();
    private SourcePosition position = SourcePosition.NONE;

    final TableDdl tableDdl = new TableDdl(DriverQuoting.DIALECT);
    final ConstraintDdl constraintDdl = new ConstraintDdl(DriverQuoting.DIALECT);

    public Workshop(Connection connection, Site site, Map<String, TargetTable> committed) {
        this.connection = connection;
        this.site = site;
        this.tables = new TreeMap<>(committed);
    }

    public Connection connection() {
        return connection;
    }

    public Site site() {
        return site;
    }

    /** A live view, by name. */
    public Map<String, TargetTable> tables() {
        return tables;
    }

    /** The transaction of the source that all changes are made for, from now on. */
    public void at(SourcePosition newPosition) {
        position = newPosition;
    }

    public TargetTable table(String name) throws TargetException {
        TargetTable table = tables.get(name);
        if (table == null) {
            throw new TargetException.Refused("rows of table " + name
                    + " arrive although it was never defined: the log has a hole; reset the source");
        }
        return table;
    }

    public Relation relation(String table) {
        return site.relation(table);
    }

    /** Of all relations in the schema: tables, views, indexes and sequences share their names. */
    Set<String> takenNames() throws SQLException {
        return new TreeSet<>(Sql.query(
                connection,
                row -> row.getString(1),
                "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ?",
                site.schema()));
    }

    public void run(String statement) throws SQLException {
        Sql.run(connection, statement);
    }

    public void run(List<String> statements) throws SQLException {
        Sql.run(connection, statements);
    }

    /** The table is like this now; {@link #save} tells the catalogue. */
    public void put(TargetTable table) {
        tables.put(table.name(), table);
        changed.add(table.name());
    }

    public void forget(String table) {
        tables.remove(table);
        changed.add(table);
    }

    /** Writes down what became of the tables; belongs before the commit. */
    public void save() throws SQLException {
        for (String name : changed) {
            TargetTable table = tables.get(name);
            if (table == null) {
                site.catalogue().remove(connection, site.stage(), name);
            } else {
                site.catalogue().write(connection, site.stage(), table);
            }
        }
        changed.clear();
    }

    void record(String source, Audit.Change change) throws SQLException {
        site.audit().record(connection, source, position, change);
    }

    SourcePosition position() {
        return position;
    }

    /** The writer may fill the table, and nothing else. */
    public void grant(String table) throws SQLException {
        if (!site.writer().isEmpty()) {
            run("GRANT SELECT, INSERT, UPDATE, DELETE ON " + DriverQuoting.DIALECT.relation(relation(table)) + " TO "
                    + DriverQuoting.DIALECT.name(site.writer()));
        }
    }

    /** Makes the table's key and remembers the name that Postgres gave it. */
    public TargetTable withKey(TargetTable table) throws SQLException {
        Relation relation = relation(table.name());
        String name;
        if (table.keyKind() == KeyKind.PRIMARY) {
            run(constraintDdl.addPrimaryKey(table, relation));
            name = newestConstraint(relation, "p");
        } else {
            run(constraintDdl.addDigestKey(table, relation));
            name = newestIndex(relation);
        }
        return table.withKey(table.keyKind(), name);
    }

    String newestConstraint(Relation relation, String kind) throws SQLException {
        return Sql.query(
                        connection,
                        row -> row.getString(1),
                        "SELECT conname FROM pg_constraint WHERE conrelid = ?::regclass AND contype = ?::\"char\""
                                + " ORDER BY oid DESC LIMIT 1",
                        DriverQuoting.DIALECT.relation(relation),
                        kind)
                .getFirst();
    }

    private String newestIndex(Relation relation) throws SQLException {
        return Sql.query(
                        connection,
                        row -> row.getString(1),
                        "SELECT relname FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid"
                                + " WHERE indrelid = ?::regclass ORDER BY pg_class.oid DESC LIMIT 1",
                        DriverQuoting.DIALECT.relation(relation))
                .getFirst();
    }

    /**
     * What was deferred is checked now, so that tables can be altered; afterwards it is deferred again. Only where a
     * source transaction ends: within one, constraints may be violated.
     */
    public void checkDeferred() throws SQLException {
        run("SET CONSTRAINTS ALL IMMEDIATE");
        run("SET CONSTRAINTS ALL DEFERRED");
    }
}
