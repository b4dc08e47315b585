package dev.lagzero.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.file.Database;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.testbed.TestBroker;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureKillTest {

    @TempDir
    Path folder;

    /** Each death leaves another mess; the topic stays dense, and in the end it tells exactly what the source holds. */
    @Test
    void aDeathAtAnyMomentLosesAndRepeatsNothing() throws Exception {
        Topics topics = new Topics("kill");
        Path file = folder.resolve("app.db");
        TestBroker broker = TestBroker.shared();
        try (Database db =
                Database.open(file, "PRAGMA journal_mode=WAL", "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)")) {
            db.fill("t", 20_000, 200);
            die(broker, Moment.CLAIM_APPENDED, 1);
            die(broker, Moment.PAGE_SET_SPOOLED, 1);
            die(broker, Moment.MID_DEFINITION, 1);
            die(broker, Moment.MID_SNAPSHOT_PUBLISH, 30);
            die(broker, Moment.MID_FOLD, 500);
            for (Moment moment : List.of(
                    Moment.PAGE_SET_SPOOLED,
                    Moment.MID_PUBLISH,
                    Moment.PUBLISH_ACKNOWLEDGED,
                    Moment.MID_FOLD,
                    Moment.FOLDED)) {
                db.run("UPDATE t SET v = hex(randomblob(100)) WHERE id % 5 = " + moment.ordinal() % 5);
                db.run("DELETE FROM t WHERE id % 97 = " + moment.ordinal());
                die(broker, moment, moment == Moment.MID_PUBLISH ? 3_000 : 1);
            }
            assertEqualAfterAll(broker, topics, db);
        }
    }

    private void assertEqualAfterAll(TestBroker broker, Topics topics, Database db) throws Exception {
        CaptureConfig config = Alone.config(topics, folder.resolve("data"), broker.clients());
        try (Capture capture = Alone.start(config, "app", folder.resolve("app.db"));
                Replica replica = new Replica(broker.clients(), topics.changes(), "app")) {
            Head head = capture.freshHead();
            replica.readTo(head.head());
            assertEquals(List.of(1L, 2L), replica.claims(), "only the death in the middle of the claim costs an epoch");
            assertEquals(db.number("SELECT count(*) FROM t"), replica.table("t").size());
            assertEquals(
                    db.number("SELECT sum(unicode(substr(v, 5)) + length(v) * id) FROM t"),
                    replica.table("t").values().stream()
                            .mapToLong(row -> {
                                var v = (dev.lagzero.schemas.value.Value.Text) row.get("v");
                                var id = (dev.lagzero.schemas.value.Value.Int) row.get("id");
                                return v.value().charAt(4) + v.value().length() * id.value();
                            })
                            .sum());
        }
    }

    private void die(TestBroker broker, Moment moment, int times) throws Exception {
        Path said = folder.resolve("said.txt");
        Map<String, Object> kafka = broker.clients();
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Doomed.class.getName(),
                        kafka.get("bootstrap.servers").toString(),
                        "kill",
                        folder.resolve("app.db").toString(),
                        folder.resolve("data").toString(),
                        moment.toString(),
                        Integer.toString(times))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> moment + " was not passed");
            assertEquals(Doomed.DIED, process.exitValue(), moment + ": " + Files.readString(said));
        } finally {
            process.destroyForcibly();
        }
    }
}
