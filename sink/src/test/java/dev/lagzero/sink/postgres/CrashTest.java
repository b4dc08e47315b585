package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.TargetException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections die at the worst moments; what is visible is always a whole transaction, and nothing comes twice. */
class CrashTest extends PostgresCase {

    private final Shape item = new Shape("item").key("id", "INTEGER").column("v", "TEXT");

    @AfterEach
    void disarm() {
        Moment.witness(moment -> {});
    }

    private void killConnectionsAt(Moment armed) {
        Moment.witness(moment -> {
            if (moment == armed) {
                Moment.witness(ignored -> {});
                database.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                        + database.name() + "' AND pid <> pg_backend_pid()");
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"ROWS_WRITTEN", "MID_DEFINITION", "BEFORE_TARGET_COMMIT"})
    void aBatchThatDiesBeforeItsCommitHasNotHappened(Moment moment) throws Exception {
        apply(next().define(item.definition()).upsert(item, 1, "one"));
        Shape wider = new Shape("item").key("id", "INTEGER").column("v", "TEXT").column("w", "INT");
        var lineage = new dev.lagzero.schemas.table.Lineage.Altered("item", java.util.Map.of("id", "id", "v", "v"));
        Story story = next().define(wider.definition(), lineage)
                .upsert(wider, 2, "two", 2)
                .delete(wider, 1);
        killConnectionsAt(moment);
        assertThrows(TargetException.Unavailable.class, () -> apply(story));
        takeOver();
        assertEquals(
                new SourcePosition(1, 1), tenure.applied().get(Story.SOURCE).position());
        assertRows(item, row(1, "one"));
        apply(story);
        assertRows(wider, row(2, "two", 2));
    }

    @Test
    void aBatchThatDiesAfterItsCommitHasHappened() throws Exception {
        killConnectionsAt(Moment.TARGET_COMMITTED);
        apply(next().define(item.definition()).upsert(item, 1, "one"));
        takeOver();
        assertEquals(
                new SourcePosition(1, 1), tenure.applied().get(Story.SOURCE).position());
        apply(next().upsert(item, 2, "two"));
        assertRows(item, row(1, "one"), row(2, "two"));
    }

    @Test
    void aLargeTransactionThatDiesHasNotHappened() throws Exception {
        apply(next().define(item.definition()).upsert(item, 1, "one"));
        Story story = next();
        for (int i = 0; i < 25_000; i++) {
            story.upsert(item, i, "large");
        }
        killConnectionsAt(Moment.MID_LARGE_TRANSACTION);
        assertThrows(TargetException.Unavailable.class, () -> large(story));
        assertRows(item, row(1, "one"));
        takeOver();
        large(story);
        assertEquals("25000", ask("SELECT count(*) FROM item WHERE v = 'large'"));
    }

    @ParameterizedTest
    @EnumSource(names = {"ROWS_WRITTEN", "BEFORE_TARGET_COMMIT"})
    void aSnapshotThatDiesGoesOn(Moment moment) throws Exception {
        Story story = next().define(item.definition());
        for (int i = 0; i < 45_000; i++) {
            story.upsert(item, i, "loaded");
        }
        killConnectionsAt(moment);
        assertThrows(TargetException.Unavailable.class, () -> snapshot(story));
        assertEquals(null, rows(item));
        takeOver();
        snapshot(story);
        assertEquals("45000", ask("SELECT count(*) FROM item"));
    }

    /** A chunk that was only written ahead is written again in its turn; one that was in its turn ends the load. */
    @Test
    void aSnapshotWhoseConnectionsDieBetweenTwoChunksHasAllRowsOnce() throws Exception {
        Story story = next().define(item.definition());
        for (int i = 0; i < 45_000; i++) {
            story.upsert(item, i, "loaded");
        }
        killConnectionsAt(Moment.SNAPSHOT_CHUNK_LOADED);
        try {
            snapshot(story);
        } catch (TargetException.Unavailable e) {
            assertEquals(null, rows(item));
            takeOver();
            snapshot(story);
        }
        assertEquals("45000", ask("SELECT count(*) FROM item"));
        assertEquals("45000", ask("SELECT count(DISTINCT id) FROM item"));
    }

    private void snapshot(Story story) throws TargetException {
        try (LargeTransaction large = tenure.openLarge(Story.SOURCE, story.position(), true)) {
            for (var part : story.parts()) {
                if (part.ordinal() >= large.nextOrdinal()) {
                    large.write(part, part.ordinal());
                }
            }
            large.complete(story.ended(), 100);
        }
    }
}
