package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lagzero.schemas.moment.Moment;
import dev.lagzero.sink.target.Shape;
import dev.lagzero.sink.target.Story;
import dev.lagzero.sink.target.Target.Partition;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.TargetException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server is killed, as by kill -9, and comes back. */
class ServerKillTest {

    private static final Partition PARTITION = new Partition("rows", "id", 0);

    @TempDir
    private Path directory;

    private EmbeddedPostgres server;

    @AfterEach
    void stop() throws IOException {
        Moment.witness(moment -> {});
        server.close();
    }

    private void start(int port) throws IOException, InterruptedException {
        IOException last = null;
        for (int attempt = 0; attempt < 20; attempt++) {
            try {
                server = EmbeddedPostgres.builder()
                        .setDataDirectory(directory)
                        .setCleanDataDirectory(false)
                        .setPort(port)
                        // The library's defaults are for tests that survive nothing.
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("fsync", "on")
                        .start();
                return;
            } catch (IOException | IllegalStateException e) {
                // The killed server's children still hold its memory.
                last = new IOException(e);
                Thread.sleep(300);
            }
        }
        throw last;
    }

    private void kill() throws IOException, InterruptedException {
        long pid = Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid"))
                .getFirst()
                .strip());
        ProcessHandle handle = ProcessHandle.of(pid).orElseThrow();
        handle.destroyForcibly();
        while (handle.isAlive()) {
            Thread.sleep(20);
        }
    }

    @Test
    void theTargetGoesOnAfterTheServerWasKilledInTheMiddleOfABatch() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        start(port);
        Shape item = new Shape("item").key("id", "INTEGER").column("v", "TEXT");
        PostgresConfig config = Server.Database.ofItsOwn(port);
        try (PostgresTarget target = PostgresTarget.open(config)) {
            Tenure tenure = target.takeOver(PARTITION);
            tenure.apply(Story.batch(1, Story.at(1, 1).define(item.definition()).upsert(item, 1, "one")));
            Story story = Story.at(1, 2).upsert(item, 2, "two").delete(item, 1);
            Moment.witness(moment -> killAt(moment));
            assertThrows(TargetException.Unavailable.class, () -> tenure.apply(Story.batch(2, story)));
            assertThrows(TargetException.Unavailable.class, () -> target.takeOver(PARTITION));
            closeKilled();
            start(port);
            Tenure next = target.takeOver(PARTITION);
            assertEquals(1, next.nextOffset());
            next.apply(Story.batch(2, story));
            assertEquals("2 two", ask(port, "SELECT string_agg(id || ' ' || v, ',') FROM item"));
        }
    }

    /** The library still believes that it runs. */
    private void closeKilled() {
        try {
            server.close();
        } catch (IOException | RuntimeException e) {
            assertNotNull(e, "it cannot be stopped any more");
        }
    }

    private void killAt(Moment moment) {
        if (moment == Moment.BEFORE_TARGET_COMMIT) {
            Moment.witness(ignored -> {});
            try {
                kill();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String ask(int port, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
