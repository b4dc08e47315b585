package dev.lagzero.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.app.embedded.EmbeddedKafka;
import dev.lagzero.app.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mapping, what is mended about it, and another one beside it. */
class ProjectionIT {

    private static final String STRICT = """
            mapping: sales
            tables:
              sale:
                rows:
                  - table: sale
                    key: [id]
                    columns: {id: id, amount: {cast: amount, to: integer}}
                drop: [who]
            """;
    private static final String LENIENT = """
            mapping: sales
            tables:
              sale:
                rows:
                  - table: sale
                    key: [id]
                    columns: {id: id, amount: {cast: amount, to: text}, who: who}
            """;

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private EmbeddedPostgres postgres;
    private Path file;

    @BeforeEach
    void start() throws SQLException {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"), folder.resolve("postgres.log"));
        file = folder.resolve("till.db");
        source("PRAGMA journal_mode = WAL");
        source("CREATE TABLE sale(id INTEGER PRIMARY KEY, amount, who TEXT)");
        source("INSERT INTO sale VALUES(1, 10, 'a'), (2, 'ten', 'b'), (3, 30, 'c')");
        target("CREATE TABLE public.sale(id bigint PRIMARY KEY, amount bigint)");
        target("CREATE SCHEMA beside");
        target("CREATE TABLE beside.sale(id bigint PRIMARY KEY, amount text, who text)");
    }

    @AfterEach
    void stop() {
        postgres.close();
        kafka.close();
    }

    private void source(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 60000");
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(), EmbeddedPostgres.OWNER, postgres.password(EmbeddedPostgres.OWNER));
    }

    private void target(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String ask(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private String sales(String schema) throws SQLException {
        return ask("SELECT coalesce(string_agg(s::text, ' ' ORDER BY id), '') FROM " + schema + ".sale s");
    }

    private void awaitSales(String schema, String wanted) throws SQLException, InterruptedException {
        for (int i = 0; i < 600 && !sales(schema).equals(wanted); i++) {
            Thread.sleep(100);
        }
        assertEquals(wanted, sales(schema));
    }

    private String settings(String name, String mapping, String more) throws IOException {
        Path rules = Files.writeString(folder.resolve(name + "-rules.yaml"), mapping);
        return Files.writeString(folder.resolve(name + ".yaml"), """
                        sources: [{url: "sqlite:%s"}]
                        mapping: "%s"
                        kafka: {bootstrap: "%s"}
                        target: {url: "%s", graph: tables%s
                        data: "%s"
                        """.formatted(
                                file, rules, kafka.bootstrap(), postgres.jdbcUrl(), more, folder.resolve(name)))
                .toString();
    }

    private Map<String, String> environment() {
        return Map.of("PGUSER", EmbeddedPostgres.OWNER, "PGPASSWORD", postgres.password(EmbeddedPostgres.OWNER));
    }

    private Product run(String settings) throws IOException {
        return Product.run(folder.resolve("first"), environment(), "-c", settings);
    }

    private Product.Result command(String... arguments) throws IOException, InterruptedException {
        return Product.command(environment(), arguments);
    }

    @Test
    void aChangedMappingIsRefusedAndRunsBesideTheFirstInASchemaOfItsOwn()
            throws IOException, SQLException, InterruptedException {
        String first = settings("first", STRICT, "}");
        List<Process> second = new ArrayList<>();
        try (Product product = run(first)) {
            product.awaitState("PARKED");
            assertEquals("(1,10) (3,30)", sales("public"));
            Product.Result refused = command(
                    "run",
                    "-c",
                    settings("changed", LENIENT, "}"),
                    "--data",
                    folder.resolve("changed").toString(),
                    "--http",
                    "0");
            assertEquals(2, refused.code(), refused.output());
            assertTrue(refused.output().contains("projection: NAME"), refused.output());
            assertEquals("(1,10) (3,30)", sales("public"));
            String beside = settings("beside", LENIENT, ", schema: beside}\nprojection: mended\nhttp: 0");
            for (String stage : List.of("stream", "sink")) {
                second.add(Product.launch(folder.resolve(stage + ".txt"), environment(), List.of(stage, "-c", beside)));
            }
            awaitSales("beside", "(1,10,a) (2,ten,b) (3,30,c)");
            source("INSERT INTO sale VALUES(4, 40, 'd')");
            awaitSales("beside", "(1,10,a) (2,ten,b) (3,30,c) (4,40,d)");
            awaitSales("public", "(1,10) (3,30) (4,40)");
            assertTrue(command("rejects", "-c", beside).output().contains("nothing is parked"));
            assertTrue(command("rejects", "-c", first).output().contains("sale"));
            assertEquals(0, product.interrupt());
        } finally {
            second.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void aRowIsTriedAgainWhenItsTableWasMendedAndAResetTakesTheRows()
            throws IOException, SQLException, InterruptedException {
        String settings = settings("first", STRICT, "}");
        source("UPDATE sale SET amount = 20 WHERE id = 2");
        target("ALTER TABLE public.sale ADD CONSTRAINT small CHECK (amount < 25)");
        try (Product product = run(settings)) {
            product.awaitState("PARKED");
            assertEquals("(1,10) (2,20)", sales("public"));
            Product.Result rejects = command("rejects", "-c", settings);
            assertTrue(rejects.output().contains("small"), rejects.output());
            assertEquals(3, command("retry", "-c", settings).code());
            target("ALTER TABLE public.sale DROP CONSTRAINT small");
            Product.Result retried = command("retry", "-c", settings);
            assertEquals(0, retried.code(), retried.output());
            assertEquals("(1,10) (2,20) (3,30)", sales("public"));
            product.awaitState("CONSISTENT");
            assertEquals(0, product.interrupt());
        }
        Product.Result reset = command("reset", "--source", "till", "-c", settings);
        assertEquals(0, reset.code(), reset.output());
        assertTrue(reset.output().contains("3 of its rows"), reset.output());
        assertEquals("", sales("public"));
        source("DELETE FROM sale WHERE id = 1");
        try (Product product = run(settings)) {
            product.awaitState("CONSISTENT");
            assertEquals("(2,20) (3,30)", sales("public"));
            assertEquals(0, product.interrupt());
        }
    }
}
