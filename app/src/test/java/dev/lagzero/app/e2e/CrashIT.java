package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.moment.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, killed with -9 at every named moment, three times each, while the source is being written. */
class CrashIT {

    private static final Set<Moment> OF_A_SNAPSHOT =
            Set.of(Moment.CLAIM_APPENDED, Moment.MID_COPY, Moment.MID_SNAPSHOT_PUBLISH, Moment.SNAPSHOT_CHUNK_LOADED);

    /** Only stores in memory pass these: {@link StoreTortureIT}. */
    private static final Set<Moment> OF_A_STORE = Set.of(
            Moment.RECORD_RESERVED, Moment.TRANSACTION_JOURNALED, Moment.MID_STORE_SNAPSHOT, Moment.JOURNAL_TRIMMED);

    /** Half a minute suffices, except beside much else that starts. */
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    @Test
    void aKillAtAnyMomentLosesNothingAndRepeatsNothing(@TempDir Path folder)
            throws IOException, SQLException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("CrashIT seed " + seed);
        Path data = folder.resolve("data");
        try (RandomSource source = new RandomSource(folder.resolve("crash.db"), seed)) {
            source.write(100);
            for (Moment moment : Moment.values()) {
                if (OF_A_STORE.contains(moment)) {
                    continue;
                }
                for (int hit = 1; hit <= 3; hit++) {
                    if (OF_A_SNAPSHOT.contains(moment)) {
                        forgetSource(data);
                    }
                    runInto(moment, hit, data, source);
                }
                Product.assertEndsEqual(data, Map.of(source.file, "public"), "after " + moment + ", seed " + seed);
            }
        }
    }

    /** Without its own memory, capture claims a new epoch and takes a new snapshot. */
    private static void forgetSource(Path data) throws IOException {
        Path sources = data.resolve("sources");
        if (Files.exists(sources)) {
            try (var files = Files.walk(sources)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** A process claims once at most; what happens often is hit at its first, second and third time. */
    private static int nth(Moment moment, int hit) {
        return moment == Moment.CLAIM_APPENDED ? 1 : hit;
    }

    private static void runInto(Moment moment, int hit, Path data, RandomSource source)
            throws IOException, SQLException, InterruptedException {
        try (Product product = Product.run(
                data,
                Map.of("LAGZERO_CRASH_AT", moment + ":" + nth(moment, hit)),
                "--source",
                "sqlite:" + source.file)) {
            long end = System.nanoTime() + PATIENCE_NANOS;
            for (int round = 0; product.isAlive(); round++) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(
                            moment + " was never passed " + hit + " times\n" + product.output() + product.log());
                }
                source.write(3);
                source.execute("CREATE TABLE IF NOT EXISTS moment" + moment.ordinal() + hit + "_" + round % 5 + "(a)");
                if (moment == Moment.MID_LARGE_TRANSACTION && round % 40 == 20) {
                    source.writeLarge(45);
                }
                Thread.sleep(50);
            }
            assertEquals(Product.KILLED, product.waitForExit(), () -> moment + " did not kill: " + text(product));
        }
    }

    private static String text(Product product) {
        try {
            return product.output() + product.log();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
