package dev.lagzero.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.app.embedded.EmbeddedKafka;
import dev.lagzero.app.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs against a Kafka and a Postgres of the user's. Any variable of the environment serves as a password. */
class OwnServersTest {

    private static final String VARIABLE = "PATH";

    @TempDir
    static Path servers;

    private static EmbeddedKafka kafka;
    private static EmbeddedPostgres postgres;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws SQLException {
        kafka = EmbeddedKafka.start(servers.resolve("kafka"));
        postgres = EmbeddedPostgres.start(servers.resolve("postgres"), servers.resolve("postgres.log"));
        String password = System.getenv(VARIABLE).replace("'", "''");
        superuser("create role poor login password '" + password + "'");
        superuser("create role rich login password '" + password + "'");
        superuser("grant create on database lagzero to rich");
        superuser("grant create, usage on schema public to rich");
    }

    @AfterAll
    static void stop() {
        kafka.close();
        postgres.close();
    }

    @BeforeEach
    void source() throws SQLException {
        sqlite("create table t (id integer primary key, a text)");
        sqlite("insert into t values (1, 'one'), (2, 'two')");
    }

    @Test
    void aCopyIntoThemEndsEqualAndTheNextOneGoesOn() throws Exception {
        String yaml = yaml(postgres.jdbcUrl(), "rich", "goes_on");
        Cli first = Cli.run("run", "-c", yaml, "--until-caught-up");
        assertEquals(Exit.DONE, first.code(), first.err());
        assertTrue(first.out().contains("t         2  id bigint, a text"), first.out());
        sqlite("insert into t values (3, 'three')");
        Cli second = Cli.run("run", "-c", yaml, "--until-caught-up");
        assertEquals(Exit.DONE, second.code(), second.err());
        assertTrue(second.out().contains("CONSISTENT at 1:2"), second.out());
        assertEquals(Exit.DONE, Cli.run("retry", "-c", yaml).code());
        Cli status = Cli.run("status", "-c", yaml);
        assertTrue(status.out().contains("UNKNOWN: capture has not looked at the source"), status.out());
        assertEquals(Exit.DONE, Cli.run("wait", "-c", yaml, "--position", "1:2").code());
        assertEquals(
                Exit.NOT_MET,
                Cli.run("wait", "-c", yaml, "--position", "1:3", "--timeout", "100ms")
                        .code());
    }

    @Test
    void aRefusedPasswordIsSaidAndNotShown() throws IOException {
        Cli said = Cli.run("run", "-c", yaml(postgres.jdbcUrl(), "lagzero_owner", "refused"));
        assertEquals(Exit.USAGE, said.code(), said.err());
        assertTrue(said.err().contains("refused the login"), said.err());
        assertTrue(said.err().contains("PGPASSWORD"), said.err());
        assertFalse(said.err().contains(System.getenv(VARIABLE)), said.err());
    }

    @Test
    void anUnreachableServerIsNamed() throws IOException {
        Cli said = Cli.run("run", "-c", yaml("jdbc:postgresql://127.0.0.1:1/x", "rich", "unreachable"));
        assertEquals(Exit.FAILED, said.code(), said.err());
        assertTrue(said.err().contains("cannot reach Postgres at jdbc:postgresql://127.0.0.1:1/x"), said.err());
    }

    @Test
    void aMissingDatabaseIsNamed() throws IOException {
        Cli said = Cli.run("run", "-c", yaml(postgres.jdbcUrl().replace("/lagzero", "/none"), "rich", "missing"));
        assertEquals(Exit.USAGE, said.code(), said.err());
        assertTrue(said.err().contains("no such database"), said.err());
    }

    @Test
    void aMissingGrantIsNamed() throws IOException {
        Cli said = Cli.run("run", "-c", yaml(postgres.jdbcUrl(), "poor", "grantless"));
        assertEquals(Exit.USAGE, said.code(), said.err());
        assertTrue(said.err().contains("GRANT CREATE ON DATABASE"), said.err());
    }

    /** Nothing was begun: the run after the mistake is mended is a first one. */
    private String yaml(String url, String user, String name) throws IOException {
        String text = """
                sources: [{url: "sqlite:%s", name: %s}]
                kafka: {bootstrap: "%s"}
                target: {url: "%s", user: %s, password: "${env:%s}", schema: %s}
                data: "%s"
                http: 0
                """.formatted(
                        directory.resolve("s.db"),
                        name,
                        kafka.bootstrap(),
                        url,
                        user,
                        VARIABLE,
                        name,
                        directory.resolve("data"));
        return Files.writeString(directory.resolve("l.yaml"), text).toString();
    }

    private void sqlite(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("s.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void superuser(String sql) throws SQLException {
        String password = EmbeddedPostgres.password(servers.resolve("postgres"), "postgres");
        try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl(), "postgres", password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
