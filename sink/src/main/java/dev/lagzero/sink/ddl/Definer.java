package dev.lagzero.sink.ddl;

import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.schemas.table.Lineage;
import dev.lagzero.schemas.table.TableDefinition;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.book.Audit;
import dev.lagzero.sink.book.Parking;
import dev.lagzero.sink.book.Stage;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.shape.TableShape;
import dev.lagzero.sink.shape.TargetTable;
import dev.lagzero.sink.target.TargetException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Follows definitions: makes tables, changes them, lets them go. */
public final class Definer {

    private final Workshop workshop;
    private final Site site;

    public Definer(Workshop workshop) {
        this.workshop = workshop;
        this.site = workshop.site();
    }

    public void apply(RowEvent.Part part) throws SQLException, TargetException {
        workshop.at(part.position());
        switch (part) {
            case RowEvent.TableDefined defined -> define(defined);
            case RowEvent.TableDropped dropped -> new Dropping(workshop).drop(dropped.source(), dropped.table());
            case RowEvent.Rows rows ->
                throw new IllegalArgumentException("rows at " + rows.position() + " define nothing");
        }
    }

    private void define(RowEvent.TableDefined defined) throws SQLException, TargetException {
        TableDefinition definition = defined.definition();
        switch (defined.lineage()) {
            case Lineage.Fresh ignored -> refill(defined.source(), definition);
            case Lineage.Altered altered -> alter(defined.source(), definition, altered);
        }
        new Widener(workshop).align(definition.name());
    }

    private void refill(String source, TableDefinition definition) throws SQLException, TargetException {
        TargetTable former = workshop.tables().get(definition.name());
        site.parking().resolveTable(workshop.connection(), Stage.LIVE, source, definition.name());
        if (former == null) {
            create(TableShape.fresh(source, definition));
            return;
        }
        refuseOthers(former, source);
        // Its rows come back, but until then they are missing to those who point to them.
        new Constraints(workshop).releaseReferencesTo(definition.name());
        Sql.update(
                workshop.connection(),
                "DELETE FROM " + DriverQuoting.DIALECT.relation(workshop.relation(definition.name())));
        workshop.checkDeferred();
        TargetTable emptied = workshop.table(definition.name());
        new Reshaping(workshop).reshape(emptied, definition, sameNames(emptied, definition), true);
    }

    static Map<String, String> sameNames(TargetTable former, TableDefinition definition) {
        Map<String, String> kept = new HashMap<>();
        definition.columnNames().stream().filter(former::has).forEach(name -> kept.put(name, name));
        return kept;
    }

    static void refuseOthers(TargetTable former, String source) throws TargetException {
        if (!former.source().equals(source)) {
            throw new TargetException.Refused(
                    "table " + former.name() + " belongs to source " + former.source() + "; source " + source
                            + " has one of that name too: give each its own schema (sources: [{url: ..., schema: ...}])");
        }
    }

    /** Makes the table with its key, and nothing in it. */
    void create(TargetTable table) throws SQLException, TargetException {
        new Namesakes(workshop).makeWay(table.name());
        refuseStrangers(table);
        workshop.run(workshop.tableDdl.create(table, workshop.relation(table.name())));
        workshop.grant(table.name());
        workshop.put(workshop.withKey(table));
        workshop.run(workshop.tableDdl.addIdentity(table, workshop.relation(table.name())));
        workshop.record(table.source(), new Audit.Change(table.name(), "", "create", "", ""));
    }

    private void refuseStrangers(TargetTable table) throws SQLException, TargetException {
        new Strangers(workshop.connection(), site).refuse(table);
    }

    private void alter(String source, TableDefinition definition, Lineage.Altered altered)
            throws SQLException, TargetException {
        if (!workshop.tables().containsKey(definition.name())) {
            new Namesakes(workshop).makeWay(definition.name());
        }
        TargetTable former = workshop.table(altered.formerTable());
        refuseOthers(former, source);
        boolean renamed = !former.name().equals(definition.name());
        if (renamed && workshop.tables().containsKey(definition.name())) {
            throw new TargetException.Refused(
                    "table " + former.name() + " is renamed to " + definition.name() + ", which is still there");
        }
        workshop.checkDeferred();
        new ParkedImages(workshop).alter(former, definition, altered.columns());
        Parking.Ticket whole = Parking.Ticket.of(source, definition.name(), Image.EMPTY);
        site.parking().resolve(workshop.connection(), Stage.LIVE, whole);
        new Reshaping(workshop).reshape(former, definition, altered.columns(), false);
    }
}
