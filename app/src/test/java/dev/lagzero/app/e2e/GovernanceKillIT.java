package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.moment.Moment;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * The catalog over two sources, killed with -9 in the middle of loads and of live work: rows and graph end equal, nothing
 * is there twice, leads nowhere or is left over. {@code -Dlagzero.governance.kills=20} is the long run.
 */
class GovernanceKillIT {

    private static final int KILLS = Integer.getInteger("lagzero.governance.kills", 3);

    /** What a load passes, at each of both sources. */
    private static final List<Moment> OF_A_LOAD = List.of(
            Moment.SNAPSHOT_CHUNK_LOADED,
            Moment.ROWS_WRITTEN,
            Moment.BEFORE_TARGET_COMMIT,
            Moment.TARGET_COMMITTED,
            Moment.MID_SNAPSHOT_PUBLISH);

    @Test
    void inPlainTables(@TempDir Path folder) throws IOException, SQLException, InterruptedException {
        killedAgainAndAgain(folder, GovernanceRun.Place.PLAIN_TABLES);
    }

    @Test
    @EnabledIfEnvironmentVariable(
            named = "LAGZERO_AGE_ROOT",
            matches = ".+",
            disabledReason = "no Apache AGE here; .ci/run sets one up")
    void inApacheAge(@TempDir Path folder) throws IOException, SQLException, InterruptedException {
        killedAgainAndAgain(folder, GovernanceRun.Place.APACHE_AGE);
    }

    private static void killedAgainAndAgain(Path folder, GovernanceRun.Place place)
            throws IOException, SQLException, InterruptedException {
        long seed = Long.getLong("lagzero.seed", System.nanoTime());
        System.out.println("GovernanceKillIT seed " + seed + ", " + KILLS + " kills");
        Random random = new Random(seed);
        try (GovernanceRun run = GovernanceRun.on(folder, place, seed)) {
            run.work(400);
            for (int kill = 1; kill <= KILLS; kill++) {
                String how = kill(run, kill, random);
                try (Product product = run.start(Map.of())) {
                    product.awaitState("CONSISTENT");
                    run.assertEqual(how + ", kill " + kill + ", -Dlagzero.seed=" + seed);
                    assertEquals(0, product.interrupt());
                }
            }
        }
    }

    /** Two of three kills hit a load: the first one, and later ones that replace what is there. */
    private static String kill(GovernanceRun run, int kill, Random random)
            throws IOException, SQLException, InterruptedException {
        if (kill % 3 == 0) {
            return killWhileWorking(run, random);
        }
        run.forgetSources();
        Moment moment = OF_A_LOAD.get(random.nextInt(OF_A_LOAD.size()));
        int hit = 1 + random.nextInt(2);
        try (Product product = run.start(Map.of("LAGZERO_CRASH_AT", moment + ":" + hit))) {
            for (int round = 0; product.isAlive(); round++) {
                if (round == 2_400) {
                    throw new AssertionError(moment + " was not passed " + hit + " times\n" + product.log());
                }
                run.work(2);
                Thread.sleep(50);
            }
            assertEquals(Product.KILLED, product.waitForExit(), () -> moment + " did not kill" + product.log());
        }
        return "in a load at " + moment + ":" + hit;
    }

    private static String killWhileWorking(GovernanceRun run, Random random)
            throws IOException, SQLException, InterruptedException {
        try (Product product = run.start(Map.of())) {
            product.awaitState("CONSISTENT");
            int rounds = random.nextInt(30);
            for (int i = 0; i < rounds; i++) {
                run.work(10);
                Thread.sleep(random.nextInt(30));
            }
            product.kill9();
        }
        run.work(10);
        return "while both sources were written";
    }
}
