package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.Target.Partition;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.TargetException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;

/** A source has more tables than one transaction of the server can lock. */
class FullLockTableTest {

    private static final int TABLES = 500;

    @Test
    void whoMayRaiseTheLimitIsToldSo() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setServerConfig("max_connections", "20")
                .setServerConfig("max_locks_per_transaction", "10")
                .start()) {
            PostgresConfig config = Server.Database.ofItsOwn(server.getPort());
            Story story = Story.at(1, 1);
            for (int i = 0; i < TABLES; i++) {
                Shape shape = new Shape("t" + i).key("id", "INTEGER").column("v", "TEXT");
                story.define(shape.definition()).upsert(shape, 1, "one");
            }
            try (PostgresTarget target = PostgresTarget.open(config)) {
                Tenure tenure = target.takeOver(new Partition("rows", "id", 0));
                TargetException.Blocked blocked =
                        assertThrows(TargetException.Blocked.class, () -> load(tenure, story));
                assertTrue(blocked.getMessage().contains("max_locks_per_transaction"), blocked.getMessage());
            }
        }
    }

    private static void load(Tenure tenure, Story story) throws TargetException {
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), true)) {
            for (var part : story.parts()) {
                large.write(part, part.ordinal());
            }
            large.complete(story.ended(), 100);
        }
    }
}
