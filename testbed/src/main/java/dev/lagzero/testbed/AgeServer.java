package dev.lagzero.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real Postgres with Apache AGE, as {@code build/age-server} starts it: out of a folder that {@code .ci/run} fills and the
 * environment variable {@code LAGZERO_AGE_ROOT} names. One server for all tests of a run.
 */
public final class AgeServer {

    /** A role that is no superuser; it makes the definitions. */
    public static final String OWNER = "lagzero_owner";

    private static final String WRITER = "lagzero_writer";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private AgeServer() {}

    private static final class Running {
        static final int PORT = start();
    }

    private static int start() {
        int port = Integer.parseInt(run("start", "-c fsync=off"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> run("stop", Integer.toString(port))));
        execute(url(port, "postgres"), "CREATE ROLE " + OWNER + " LOGIN", "CREATE ROLE " + WRITER + " LOGIN");
        return port;
    }

    /** @return what the script prints */
    private static String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("../build/age-server"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("failed: " + String.join(" ", command));
            }
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A new database with the extension, which roles that are no superusers may use. */
    public static String database() {
        String name = "test" + DATABASES.incrementAndGet();
        execute(url(Running.PORT, "postgres"), "CREATE DATABASE " + name);
        execute(
                url(Running.PORT, name),
                "CREATE EXTENSION age",
                "GRANT CREATE ON DATABASE " + name + " TO " + OWNER,
                "GRANT CREATE, USAGE ON SCHEMA public TO " + OWNER,
                "GRANT USAGE ON SCHEMA ag_catalog TO " + OWNER + ", " + WRITER,
                "GRANT SELECT ON ALL TABLES IN SCHEMA ag_catalog TO " + OWNER + ", " + WRITER);
        return url(Running.PORT, name);
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, "postgres", "");
    }

    public static void execute(String url, String... statements) {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }
}
