package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target.LargeTransaction;
import dev.lagzero.sink.target.Target.Partition;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.TargetException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A database of its own, and one source that writes to it. */
abstract class PostgresCase {

    static final Partition PARTITION = new Partition("rows", "topic-1", 0);

    Server.Database database;
    PostgresTarget target;
    Tenure tenure;
    private long epoch = 1;
    private long sequence;

    @BeforeEach
    void open() throws TargetException {
        database = Server.database();
        target = PostgresTarget.open(database.config());
        tenure = target.takeOver(PARTITION);
    }

    @AfterEach
    void close() {
        target.close();
    }

    /** The source's next transaction. */
    Story next() {
        sequence++;
        return Story.at(epoch, sequence);
    }

    /** The snapshot that opens the next epoch. */
    Story nextEpoch() {
        epoch++;
        sequence = 1;
        return Story.at(epoch, 1);
    }

    void apply(Story... stories) throws TargetException {
        tenure.apply(Story.batch(100, stories));
    }

    void large(Story story) throws TargetException {
        try (LargeTransaction large = tenure.openLarge(
                Story.SOURCE, story.position(), story.position().opensEpoch())) {
            for (var part : story.parts()) {
                large.write(part, part.ordinal());
            }
            large.complete(story.ended(), 100);
        }
    }

    void takeOver() throws TargetException {
        tenure = target.takeOver(PARTITION);
    }

    Map<Image, Image> rows(Shape shape) throws Exception {
        return StoredRows.read(database, "public", shape.name());
    }

    /** The table holds exactly these rows, bit by bit. */
    void assertRows(Shape shape, Object[]... expected) throws Exception {
        Map<Image, Image> images = new HashMap<>();
        for (Object[] values : expected) {
            Image image = shape.image(values);
            images.put(shape.keyOf(image), image);
        }
        assertEquals(images, rows(shape));
    }

    static Object[] row(Object... values) {
        return values;
    }

    String ask(String sql) {
        return database.ask(sql);
    }

    void assertParked(int count) {
        assertEquals(count, Integer.parseInt(ask("SELECT count(*) FROM lagzero.parked WHERE stage = 'live'")));
    }

    String type(String table, String column) {
        return ask("SELECT type FROM lagzero.target_column WHERE stage = 'live' AND table_name = '" + table
                + "' AND column_name = '" + column + "'");
    }

    /** State of the only constraint of a kind on a table: in force, waiting or set aside. */
    String state(String table, String kind) {
        return ask("SELECT state FROM lagzero.constraint_state WHERE table_name = '" + table + "' AND kind = '" + kind
                + "'");
    }
}
