package dev.lagzero.app.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    @TempDir
    Path directory;

    @Test
    void whatWasWrittenIsThereAfterARestartOnTheSamePort() throws Exception {
        int port;
        try (EmbeddedPostgres postgres = start()) {
            port = postgres.port();
            run(postgres, "create table kept (id int)");
            run(postgres, "insert into kept values (7)");
        }
        try (EmbeddedPostgres postgres = start()) {
            assertEquals(port, postgres.port());
            assertEquals("7", ask(postgres, "select id from kept"));
        }
    }

    @Test
    void aKilledServerComesBackByItselfOnTheSamePortWithItsData() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            run(postgres, "create table kept (id int)");
            long first = postgres.pid();
            kill(first);
            assertEquals("0", askPatiently(postgres, "select count(*) from kept"));
            assertNotEquals(first, postgres.pid());
            long second = postgres.pid();
            kill(second);
            assertEquals("0", askPatiently(postgres, "select count(*) from kept"));
            assertFalse(postgres.stopped().isDone());
        }
    }

    @Test
    void aServerThatOutlivedItsParentIsStoppedAndReplaced() throws Exception {
        EmbeddedPostgres orphan = start();
        run(orphan, "create table kept (id int)");
        ProcessHandle process = ProcessHandle.of(orphan.pid()).orElseThrow();
        Path copy = directory.resolve("pg/data/postmaster.pid");
        assertTrue(Postmaster.of(copy.getParent()).orElseThrow().process().isPresent());
        // The first supervisor must not start a rival: what a dead process cannot do either.
        orphan.abandon();
        try (EmbeddedPostgres next = start()) {
            assertFalse(process.isAlive());
            assertEquals(orphan.port(), next.port());
            assertEquals("0", ask(next, "select count(*) from kept"));
        }
    }

    @Test
    void aStrangerWithTheNumberOfADeadServerIsLeftAlone() throws Exception {
        start().close();
        Path data = directory.resolve("pg/data");
        Files.writeString(
                data.resolve("postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + data + "\n1700000000\n15432\n\n127.0.0.1\n\nready\n");
        try (EmbeddedPostgres postgres = start()) {
            assertEquals("1", ask(postgres, "select 1"));
        }
    }

    @Test
    void theWriterMayNotDefineAnythingAndPasswordsAreAskedFor() throws Exception {
        try (EmbeddedPostgres postgres = start()) {
            run(postgres, "create table kept (id int)");
            try (Connection writer = DriverManager.getConnection(
                    postgres.jdbcUrl(), EmbeddedPostgres.WRITER, postgres.password(EmbeddedPostgres.WRITER))) {
                Statement statement = writer.createStatement();
                assertThrows(SQLException.class, () -> statement.execute("create table mine (id int)"));
            }
            assertThrows(SQLException.class, () -> DriverManager.getConnection(
                            postgres.jdbcUrl(), EmbeddedPostgres.OWNER, "guessed")
                    .close());
            assertFalse(postgres.psqlCommand().contains(postgres.password(EmbeddedPostgres.OWNER)));
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("pg/pgpass"))));
        }
    }

    /** As in a container, where root may not make user namespaces; and back again where it may. */
    @Test
    void rootRunsItAsNobodyWhereItMayNotMakeNamespaces() throws Exception {
        Assumptions.assumeTrue(Account.isRoot());
        Path data = directory.resolve("pg");
        Path log = directory.resolve("logs/postgres.log");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, log, Account.NOBODY)) {
            run(postgres, "create table kept (id int)");
            assertEquals(65_534, Files.getAttribute(Path.of("/proc/" + postgres.pid()), "unix:uid"));
        }
        for (Account account : new Account[] {Account.choose(), Account.NOBODY}) {
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, log, account)) {
                assertEquals("0", ask(postgres, "select count(*) from kept"));
            }
        }
    }

    private EmbeddedPostgres start() {
        return EmbeddedPostgres.start(directory.resolve("pg"), directory.resolve("logs/postgres.log"));
    }

    private static void kill(long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-KILL", Long.toString(pid)).start().waitFor(10, TimeUnit.SECONDS);
    }

    private static void run(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = owner(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = owner(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String askPatiently(EmbeddedPostgres postgres, String sql) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (true) {
            try {
                return ask(postgres, sql);
            } catch (SQLException e) {
                if (Instant.now().isAfter(end)) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    private static Connection owner(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(), EmbeddedPostgres.OWNER, postgres.password(EmbeddedPostgres.OWNER));
    }
}
