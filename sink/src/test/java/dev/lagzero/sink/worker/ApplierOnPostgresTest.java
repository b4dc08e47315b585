package dev.lagzero.sink.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.schemas.value.Image;
import dev.lagzero.sink.book.SourceSchemas;
import dev.lagzero.sink.ddl.OnDrop;
import dev.lagzero.sink.gather.Story;
import dev.lagzero.sink.postgres.PostgresConfig;
import dev.lagzero.sink.postgres.PostgresTarget;
import dev.lagzero.sink.target.Target;
import dev.lagzero.sink.target.TargetException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@link ApplierTest}'s random histories, with the real target. */
class ApplierOnPostgresTest {

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    private static PostgresConfig config(int round) {
        String schema = "round" + round;
        SourceSchemas.Wish wish = new SourceSchemas.Wish(schema, true);
        return new PostgresConfig(
                postgres.getJdbcUrl("postgres", "postgres"),
                "postgres",
                "postgres",
                "postgres",
                "postgres",
                Map.of("s0", wish, "s1", wish, "s2", wish, "s3", wish),
                new Projection(schema, "hash"),
                OnDrop.KEEP,
                java.util.Optional.empty());
    }

    private static Map<Image, Image> rows(String schema, String table) throws SQLException {
        Map<Image, Image> rows = new HashMap<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT id, text FROM " + schema + "." + table)) {
            while (result.next()) {
                rows.put(Story.key(result.getLong(1)), Story.image(result.getLong(1), result.getString(2)));
            }
        }
        return rows;
    }

    @Test
    void anyHistoryOfCrashesEndsEqual() throws TargetException, SQLException {
        long start = System.nanoTime();
        for (int round = 0; round < 8; round++) {
            long seed = start + round;
            Target.Partition partition = new Target.Partition("rows", "id" + round, 0);
            try (Target target = PostgresTarget.open(config(round));
                    ExecutorService beside = Executors.newFixedThreadPool(2)) {
                RandomLog log = RandomLog.of(new Random(seed));
                new History(new Random(seed), log.events(), target, partition).run(beside);
                for (var table : log.truth().entrySet()) {
                    assertEquals(table.getValue(), rows("round" + round, table.getKey()), table.getKey());
                }
            } catch (TargetException | SQLException | RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }
}
