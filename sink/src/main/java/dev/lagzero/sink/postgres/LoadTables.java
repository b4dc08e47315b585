package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.book.Loads;
import dev.lagzero.sink.book.Stage;
import dev.lagzero.sink.ddl.Site;
import dev.lagzero.sink.ddl.Strangers;
import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.shape.TableDdl;
import dev.lagzero.sink.shape.TableShape;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables that a source's snapshot is loaded into: bare, so that COPY is all that happens. */
record LoadTables(Site site, String source) {

    Map<String, TargetTable> read(Connection connection) throws SQLException {
        Map<String, TargetTable> tables = new HashMap<>(site.catalogue().read(connection, Stage.LOAD));
        tables.values().removeIf(table -> !table.source().equals(source));
        return tables;
    }

    void ensureSchema(Connection connection) throws SQLException {
        Sql.run(connection, "CREATE SCHEMA IF NOT EXISTS " + DriverQuoting.DIALECT.name(site.schema()));
    }

    /** Once its tables have moved into place. */
    void dropSchema(Connection connection) throws SQLException {
        Sql.run(connection, "DROP SCHEMA " + DriverQuoting.DIALECT.name(site.schema()));
    }

    /** @param live where the table will stand in the end: refused now if it cannot */
    void define(Workshop workshop, Site live, RowEvent.TableDefined defined) throws SQLException, TargetException {
        TargetTable table = TableShape.ofLoad(source, defined.definition());
        new Strangers(workshop.connection(), live).refuse(table);
        workshop.run(new TableDdl(DriverQuoting.DIALECT).create(table, workshop.relation(table.name())));
        workshop.put(table);
    }

    void discard(Connection connection) throws SQLException {
        Set<String> tables = read(connection).keySet();
        if (!tables.isEmpty()) {
            // In one statement, so that keys between them do not matter.
            String relations = tables.stream()
                    .map(table -> DriverQuoting.DIALECT.relation(site.relation(table)))
                    .collect(Collectors.joining(", "));
            Sql.run(connection, "DROP TABLE IF EXISTS " + relations);
        }
        for (String table : tables) {
            site.catalogue().remove(connection, Stage.LOAD, table);
        }
        site.parking().resolveSource(connection, Stage.LOAD, source);
        new Loads(site.projection()).remove(connection, source);
    }
}
