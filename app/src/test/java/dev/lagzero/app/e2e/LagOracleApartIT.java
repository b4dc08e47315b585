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

    private enum Way {
        AFAR,
        SINK,
        SQL
    }

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
                settle(afar, "seed " + seed + " at the beginning");
                for (int step = 0; step < STEPS; step++) {
                    String when = "seed " + seed + " step " + step + " " + did;
                    step(afar, when);
                    look(Way.values()[random.nextInt(Way.values().length)], afar, when);
                }
                cure();
                settle(afar, "seed " + seed + " at the end");
            }
        }
        System.out.println("LagOracleApartIT did " + did + ", read " + read);
        long consistent = read.entrySet().stream()
                .filter(each -> each.getKey().endsWith("CONSISTENT"))
                .mapToInt(Map.Entry::getValue)
                .sum();
        assertTrue(consistent > STEPS / 20, "seed " + seed + ": " + read);
    }

    private void step(TargetLag afar, String when) throws Exception {
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
            settle(afar, when);
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

    /** Waits until each of the three ways says CONSISTENT, and believes none of them. */
    private void settle(TargetLag afar, String when) throws Exception {
        long end = System.nanoTime() + 120_000_000_000L;
        for (Way way : Way.values()) {
            String state = look(way, afar, when);
            while (!state.equals("CONSISTENT")) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(when + ": never equal, " + way + " says " + state + "\n"
                            + stages.said("capture") + stages.said("stream") + stages.said("sink"));
                }
                Thread.sleep(50);
                state = look(way, afar, when);
            }
        }
    }

    /**
     * Reads the lag in one of three ways, and compares if it is CONSISTENT.
     *
     * @return the state
     */
    private String look(Way way, TargetLag afar, String when) throws Exception {
        return switch (way) {
            case AFAR -> readFromAfar(afar, when);
            case SINK -> heard(stages.ask("sink", "/lag").path("sources").path(0), when);
            case SQL -> readInSql(when);
        };
    }

    private String readFromAfar(TargetLag afar, String when) throws Exception {
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
        return lag.state().word();
    }

    private static long transactions(SourceLag lag) {
        return lag.progress().orElseThrow().distance().total().transactions();
    }

    private String heard(JsonNode lag, String when) throws Exception {
        String state = lag.path("state").asText("SILENT");
        count(read, "sink " + state);
        if (state.equals("CONSISTENT")) {
            compare(when + " " + lag);
            assertEquals(0, lag.path("lag").path("seconds").asDouble(-1), when + lag);
        }
        return state;
    }

    /** The view says what was true as of the newest head: what was written since is not covered. */
    private String readInSql(String when) throws IOException, SQLException {
        if (!postgresUp) {
            return "SILENT";
        }
        try (Connection target = stages.target();
                Statement statement = target.createStatement();
                ResultSet lag = statement.executeQuery("SELECT state, as_of, applied, transactions FROM lagzero.lag")) {
            assertTrue(lag.next(), when);
            boolean covers = lag.getTimestamp("as_of") != null
                    && lag.getTimestamp("as_of").getTime() > wroteMillis;
            String state = (covers ? "" : "of before the write ") + lag.getString("state");
            count(read, "sql " + state);
            if (state.equals("CONSISTENT")) {
                compare(when + " SQL at " + lag.getString("applied"));
                assertEquals(0, lag.getLong("transactions"), when);
            }
            return state;
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
