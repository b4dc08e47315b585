package dev.lagzero.sink.ddl;

import dev.lagzero.schemas.mapping.TargetNames;
import dev.lagzero.sink.book.Audit;
import dev.lagzero.sink.book.Bookkeeping;
import dev.lagzero.sink.book.Catalogue;
import dev.lagzero.sink.book.Parking;
import dev.lagzero.sink.book.Stage;
import dev.lagzero.sink.shape.Relation;

/**
 * Where one projection builds the tables of some source.
 *
 * @param writer the role that fills tables but does not own them; empty when the owner fills them too
 * @param stage whether its tables are the visible ones or those of a load
 */
public record Site(String projection, String schema, String writer, OnDrop onDrop, Stage stage) {

    /** Where snapshots of one source are loaded. */
    public Site forLoads(String source) {
        String loads = TargetNames.PRESERVE.table(Bookkeeping.LOADS + "_" + projection + "." + source);
        return new Site(projection, loads, "", onDrop, Stage.LOAD);
    }

    public Catalogue catalogue() {
        return new Catalogue(projection, schema);
    }

    public Parking parking() {
        return new Parking(projection);
    }

    public Audit audit() {
        return new Audit(projection);
    }

    public Relation relation(String table) {
        return new Relation(schema, table);
    }
}
