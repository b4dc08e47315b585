package dev.lagzero.sink.ddl;

import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.shape.PhysicalColumn;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Relations in the target schema that the sink did not make. It never touches one. */
public final class Strangers {

    private final Connection connection;
    private final Site site;

    private record Found(String name, String type) {}

    public Strangers(Connection connection, Site site) {
        this.connection = connection;
        this.site = site;
    }

    /** Refuses when the table's name is taken by another source or by somebody else, and says how what is there differs. */
    public void refuse(TargetTable table) throws SQLException, TargetException {
        Optional<String> owner = ownerOf(table.name());
        if (owner.isEmpty()) {
            refuseRelation(table);
        } else if (!owner.get().equals(table.source())) {
            throw new TargetException.Refused(
                    "table " + table.name() + " belongs to source " + owner.get() + "; source " + table.source()
                            + " has one of that name too: give each its own schema (sources: [{url: ..., schema: ...}])");
        }
    }

    /** The source whose table has this name. */
    private Optional<String> ownerOf(String table) throws SQLException {
        return Sql.query(
                        connection,
                        row -> row.getString(1),
                        "SELECT source FROM lagzero.target_table"
                                + " WHERE projection = ? AND stage = 'live' AND target_schema = ? AND table_name = ?",
                        site.projection(),
                        site.schema(),
                        table)
                .stream()
                .findFirst();
    }

    private void refuseRelation(TargetTable table) throws SQLException, TargetException {
        List<Found> columns = Sql.query(
                connection, row -> new Found(row.getString(1), row.getString(2)), """
                SELECT coalesce(a.attname, ''), coalesce(format_type(a.atttypid, a.atttypmod), '')
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE n.nspname = ? AND c.relname = ?
                ORDER BY a.attnum
                """, site.schema(), table.name());
        if (!columns.isEmpty() && !makesWay(table)) {
            throw new TargetException.Refused("the target has a relation " + site.relation(table.name())
                    + " that Lagzero did not make; " + difference(table, columns)
                    + ". Rename or drop it, choose another --target-schema, or --exclude the table");
        }
    }

    /** What has its name is an index or a sequence of the same source. */
    private boolean makesWay(TargetTable table) throws SQLException {
        for (Namesake namesake : Namesake.of(connection, site.schema(), table.name())) {
            if (ownerOf(namesake.table()).filter(table.source()::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static String difference(TargetTable table, List<Found> columns) {
        Map<String, String> there = new LinkedHashMap<>();
        columns.forEach(column -> there.put(column.name(), column.type()));
        List<String> differences = new ArrayList<>();
        for (PhysicalColumn wanted : table.physical()) {
            String type = there.remove(wanted.name());
            String expected = wanted.sqlType();
            if (type == null) {
                differences.add("it lacks column " + wanted.name() + " " + expected);
            } else if (!type.equals(expected) && !type.equals(expected + " without time zone")) {
                differences.add("its column " + wanted.name() + " is " + type + " instead of " + expected);
            }
        }
        there.keySet().stream()
                .filter(name -> !name.isEmpty())
                .forEach(name -> differences.add("it has a column " + name + " that the source has not"));
        return differences.isEmpty() ? "it has the same columns" : String.join(", ", differences);
    }
}
