package dev.lagzero.app.pipeline;

import dev.lagzero.schemas.head.Head;
import dev.lagzero.sink.heads.HeadStore;
import dev.lagzero.sink.postgres.PostgresTarget;
import dev.lagzero.sink.target.TargetException;

/** Keeps heads where the rows go. The target is closed by its sink. */
record PostgresHeads(PostgresTarget target) implements HeadStore {

    @Override
    public void save(Head head) throws TargetException {
        target.upsertHead(head);
    }

    @Override
    public void close() {}
}
