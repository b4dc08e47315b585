package dev.lagzero.app.pipeline;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.sink.heads.HeadStore;
import dev.lagzero.sink.postgres.PostgresTarget;
import dev.lagzero.sink.target.TargetException;
import java.util.List;

/** Keeps heads where the rows go. The target is closed by its sink. */
record PostgresHeads(PostgresTarget target) implements HeadStore {

    @Override
    public void save(List<Head> heads) throws TargetException {
        target.upsertHeads(heads);
    }

    @Override
    public void close() {}
}
