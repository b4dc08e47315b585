package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.control.lag.Distance;
import dev.lagzero.control.lag.LagState;
import dev.lagzero.control.lag.SourceLag;
import dev.lagzero.control.lag.TargetLag;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of Postgres is an hour off: what is said, and the seconds of it, are as if it were right. */
class LagClockIT {

    private static final long HOUR_MILLIS = 3_600_000;
    private static final long SOON_NANOS = 2_000_000_000L;

    @ParameterizedTest
    @ValueSource(strings = {"+1h", "-1h"})
    void aTargetWhoseClockIsAnHourOffSaysWhatIsSo(String off, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("till.db");
        try (RandomSource source = new RandomSource(file, 7);
                StagesApart stages = new StagesApart(folder, file, off)) {
            stages.start();
            try (TargetLag afar = stages.fromAfar()) {
                awaitConsistent(afar, stages);
                assertWrong(stages, off);
                long began = System.nanoTime();
                while (System.nanoTime() - began < SOON_NANOS) {
                    SourceLag equal = StagesApart.only(afar.look());
                    assertTrue(equal.state() instanceof LagState.Consistent, equal.sentence());
                    assertEquals("CONSISTENT", inSql(stages, "state"));
                }
                stages.kill("stream");
                source.execute("CREATE TABLE late(id INTEGER PRIMARY KEY)");
                source.execute("INSERT INTO late VALUES(1)");
                Distance.Part behind =
                        soon(afar, "BEHIND").progress().orElseThrow().distance().total();
                assertTrue(behind.transactions() > 0 && behind.millis() < HOUR_MILLIS / 2, behind.toString());
                soonInSql(stages, "BEHIND");
                double seconds = Double.parseDouble(inSql(stages, "seconds"));
                assertTrue(seconds >= 0 && seconds < HOUR_MILLIS / 2_000.0, seconds + " s");
                stages.kill("capture");
                soon(afar, "UNKNOWN");
                soonInSql(stages, "UNKNOWN");
                stages.start();
                awaitConsistent(afar, stages);
                try (Connection target = stages.target()) {
                    assertEquals(List.of(), Comparison.differences(file, target, "public", Set.of()));
                }
            }
        }
    }

    private static SourceLag soon(TargetLag afar, String state) throws InterruptedException {
        long since = System.nanoTime();
        while (true) {
            long began = System.nanoTime();
            SourceLag said = StagesApart.only(afar.look());
            assertFalse(said.state() instanceof LagState.Consistent, said.sentence());
            if (said.state().word().equals(state)) {
                return said;
            }
            assertTrue(began - since < SOON_NANOS, () -> "not " + state + " after 2 s but " + said);
            Thread.sleep(50);
        }
    }

    /** The view speaks as of the newest head that reached Postgres. */
    private static void soonInSql(StagesApart stages, String state) throws Exception {
        long since = System.nanoTime();
        while (true) {
            long began = System.nanoTime();
            String said = inSql(stages, "state");
            if (said.equals(state)) {
                return;
            }
            assertTrue(began - since < SOON_NANOS, () -> "in SQL not " + state + " after 2 s but " + said);
            Thread.sleep(50);
        }
    }

    private static void awaitConsistent(TargetLag afar, StagesApart stages) throws Exception {
        long end = System.nanoTime() + 60_000_000_000L;
        SourceLag last = StagesApart.only(afar.look());
        while (!(last.state() instanceof LagState.Consistent)) {
            assertTrue(System.nanoTime() < end, last + stages.said("capture") + stages.said("sink"));
            Thread.sleep(50);
            last = StagesApart.only(afar.look());
        }
    }

    private static void assertWrong(StagesApart stages, String off) throws Exception {
        try (Connection target = stages.target();
                Statement statement = target.createStatement();
                ResultSet now = statement.executeQuery("SELECT clock_timestamp()")) {
            now.next();
            long ahead = now.getTimestamp(1).getTime() - System.currentTimeMillis();
            long wanted = off.startsWith("+") ? HOUR_MILLIS : -HOUR_MILLIS;
            assertTrue(Math.abs(ahead - wanted) < 60_000, "its clock is " + ahead + " ms ahead");
        }
    }

    private static String inSql(StagesApart stages, String column) throws Exception {
        try (Connection target = stages.target();
                Statement statement = target.createStatement();
                ResultSet lag = statement.executeQuery("SELECT " + column + " FROM lagzero.lag")) {
            assertTrue(lag.next());
            return lag.getString(1);
        }
    }
}
