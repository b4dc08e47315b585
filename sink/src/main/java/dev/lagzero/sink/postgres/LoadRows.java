package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.sink.ddl.Workshop;
import dev.lagzero.sink.target.TargetException;
import java.sql.SQLException;

/** A chunk on its way into tables that are there. */
record LoadRows(RowChunk rows, LoadChunk.Copiers copiers, LoadIndexes indexes) implements LoadSteps.Deed {

    @Override
    public boolean isPlain() {
        return true;
    }

    @Override
    public void run(Workshop workshop, Lanes.Lane lane) throws SQLException, TargetException {
        new LoadChunk(workshop, copiers, indexes, lane).write(rows);
    }

    @Override
    public void committed() {
        Moment.SNAPSHOT_CHUNK_LOADED.passed();
    }
}
