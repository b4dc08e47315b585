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
        List<String> sources = Sql.query(
                connection,
                row -> row.getString(1),
                "SELECT source FROM lagzero.target_table"
                        + " WHERE projection = ? AND stage = 'live' AND target_schema = ? AND table_name = ?",
                site.projection(),
                site.schema(),
                table.name());
        if (sources.isEmpty()) {
            refuseRelation(table);
        } else if (!sources.getFirst().equals(table.source())) {
            throw new TargetException.Refused(
                    "table " + table.name() + " belongs to source " + sources.getFirst() + "; source " + table.source()
                            + " has one of that name too: give each its own schema (sources: [{url: ..., schema: ...}])");
        }
    }

    private void refuseRelation(TargetTable table) throws SQLException, TargetException {
        List<Found> columns = Sql.query(
                connection,
                row -> new Found(row.getString(1), row.getString(2)),
                """
                SELECT coalesce(a.attname, ''), coalesce(format_type(a.atttypid, a.atttypmod), '')
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE n.nspname = ? AND c.relname = ? AND c.oid NOT IN (
                    -- An index or a sequence of ours makes way when the table comes.
                    SELECT coalesce(i.indexrelid, d.objid) FROM lagzero.target_table t
                    JOIN pg_class o ON o.relname = t.table_name AND o.relnamespace = n.oid
                    LEFT JOIN pg_index i ON i.indrelid = o.oid AND i.indexrelid = c.oid
                    LEFT JOIN pg_depend d ON d.refobjid = o.oid AND d.objid = c.oid AND c.relkind = 'S'
                    WHERE t.projection = ? AND t.stage = 'live' AND t.target_schema = n.nspname AND t.source = ?
                        AND coalesce(i.indexrelid, d.objid) IS NOT NULL)
                ORDER BY a.attnum
                """,
                site.schema(),
                table.name(),
                site.projection(),
                table.source());
        if (!columns.isEmpty()) {
            throw new TargetException.Refused("the target has a relation " + site.relation(table.name())
                    + " that Lagzero did not make; " + difference(table, columns)
                    + ". Rename or drop it, choose another --target-schema, or --exclude the table");
        }
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
