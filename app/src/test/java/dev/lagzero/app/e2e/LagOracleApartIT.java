package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lagzero.control.lag.LagState;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.control.lag.TargetLag;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random steps of writes, faults and reads of lag, with capture, stream and sink as processes that are killed, a broker and
 * a Postgres that are stopped, and rows that Postgres cannot hold. Lag is read in the three ways there are: with Kafka and
 * Postgres alone, from the sink's process, and in SQL. Nobody writes between a read and the comparison after it, so
 * whenever CONSISTENT was read, file and database must be equal by a comparison that shares no code with the product.
 * {@code -Dlag.steps} makes it longer.
 */
class LagOracleApartIT {

    private static final int STEPS = Integer.getInteger("lag.steps", 30);

    private final long seed = Long.getLong("lag.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, Integer> did = new TreeMap<>();
    private final Map<String, Integer> read = new TreeMap<>();
    private StagesApart stages;
    private RandomSource source;
    private boolean postgresUp = true;
    private long wroteMillis;

    @Test
    void whoeverReadsConsistentFindsFileAndDatabaseEqual(@TempDir Path folder) throws Exception {
        System.out.println("LagOracleApartIT seed " + seed + ", " + STEPS + " steps");
        try (RandomSource writing = new RandomSource(folder.resolve("till.db"), seed);
                StagesApart apart = new StagesApart(folder, writing.file)) {
            source = writing;
            stages = apart;
            stages.start();
            try (TargetLag afar = stages.fromAfar()) {
                settle(afar);
                for (int step = 0; step < STEPS; step++) {
                    String when = "seed " + seed + " step " + step + " " + did;
                    step(afar);
                    look(afar, when);
                }
                cure();
                settle(afar);
                compare("seed " + seed + " at the end");
            }
        }
        System.out.println("LagOracleApartIT did " + did + ", read " + read);
        long consistent = read.entrySet().stream()
                .filter(each -> each.getKey().endsWith("CONSISTENT"))
                .mapToInt(Map.Entry::getValue)
                .sum();
        assertTrue(consistent > STEPS / 20, "seed " + seed + ": " + read);
    }

    private void step(TargetLag afar) throws Exception {
        int kind = random.nextInt(100);
        if (kind < 3) {
            kill("capture");
        } else if (kind < 6) {
            kill("stream");
        } else if (kind < 9) {
            kill("sink");
        } else if (kind < 10 && postgresUp) {
            count("stop postgres");
            postgresUp = false;
            stages.stopPostgres();
        } else if (kind < 11 && stages.isKafkaUp()) {
            count("stop kafka");
            stages.stopKafka();
        } else if (kind < 13) {
            count("poison");
            source.execute("INSERT OR REPLACE INTO plain(id, b) VALUES(-1, 'a' || char(0) || 'b')");
            wroteMillis = System.currentTimeMillis();
        } else if (kind < 22) {
            count("repair");
            cure();
        } else if (kind < 30) {
            count("settle");
            cure();
            settle(afar);
        } else if (kind < 75) {
            count("write");
            source.write(1 + random.nextInt(6));
            wroteMillis = System.currentTimeMillis();
        } else {
            Thread.sleep(random.nextInt(400));
        }
    }

    private void kill(String stage) throws InterruptedException {
        count("kill " + stage);
        stages.kill(stage);
    }

    private void cure() throws IOException, SQLException {
        source.execute("DELETE FROM plain WHERE id = -1");
        wroteMillis = System.currentTimeMillis();
        stages.start();
        postgresUp = true;
    }

    private void settle(TargetLag afar) throws Exception {
        long end = System.nanoTime() + 60_000_000_000L;
        SourceLag last = null;
        while (System.nanoTime() < end) {
            last = StagesApart.only(afar.look());
            if (last.state() instanceof LagState.Consistent) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("seed " + seed + ": never equal, last " + last + "\n" + stages.said("capture")
                + stages.said("stream") + stages.said("sink"));
    }

    /** Reads the lag in one of three ways. */
    private void look(TargetLag afar, String when) throws Exception {
        switch (random.nextInt(4)) {
            case 0 -> heard("sink", stages.ask("sink", "/lag").path("sources").path(0), when);
            case 1 -> readInSql(when);
            default -> {
                SourceLag lag = StagesApart.only(afar.look());
                count(read, "afar " + lag.state().word());
                if (lag.state() instanceof LagState.Consistent) {
                    assertEquals(0, transactions(lag), when);
                    compare(when + " " + lag.sentence());
                } else if (lag.state() instanceof LagState.Behind) {
                    assertTrue(transactions(lag) > 0, when + lag);
                } else if (lag.state() instanceof LagState.Unknown) {
                    assertTrue(lag.progress().isEmpty(), when + lag);
                }
            }
        }
    }

    private static long transactions(SourceLag lag) {
        return lag.progress().orElseThrow().distance().total().transactions();
    }

    private void heard(String who, JsonNode lag, String when) throws Exception {
        String state = lag.path("state").asText("SILENT");
        count(read, who + " " + state);
        if (state.equals("CONSISTENT")) {
            compare(when + " " + lag);
            assertEquals(0, lag.path("lag").path("seconds").asDouble(-1), when + lag);
        }
    }

    /** The view says what was true as of the newest head: what was written since is not covered. */
    private void readInSql(String when) throws IOException, SQLException {
        if (!postgresUp) {
            return;
        }
        try (Connection target = stages.target();
                Statement statement = target.createStatement();
                ResultSet lag = statement.executeQuery("SELECT state, as_of, applied, transactions FROM lagzero.lag")) {
            assertTrue(lag.next(), when);
            boolean covers = lag.getTimestamp("as_of") != null
                    && lag.getTimestamp("as_of").getTime() > wroteMillis;
            count(read, "sql " + (covers ? "" : "of before the write ") + lag.getString("state"));
            if (covers && lag.getString("state").equals("CONSISTENT")) {
                compare(when + " SQL at " + lag.getString("applied"));
                assertEquals(0, lag.getLong("transactions"), when);
            }
        }
    }

    private void compare(String when) throws IOException, SQLException {
        try (Connection target = stages.target()) {
            assertEquals(List.of(), Comparison.differences(source.file, target, "public", Set.of()), when);
        }
    }

    private void count(String what) {
        count(did, what);
    }

    private static void count(Map<String, Integer> where, String what) {
        where.merge(what, 1, Integer::sum);
    }
}
