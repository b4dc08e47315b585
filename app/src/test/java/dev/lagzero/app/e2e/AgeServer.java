package dev.lagzero.app.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real Postgres with Apache AGE, out of a folder that {@code .ci/run} fills: the environment variable {@code
 * LAGZERO_AGE_ROOT} names it. It runs by chroot, so as root. One server for all tests of a run.
 */
final class AgeServer {

    /** A role that is no superuser. */
    static final String OWNER = "lagzero_owner";

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final String ROOT = System.getenv().getOrDefault("LAGZERO_AGE_ROOT", "");

    private AgeServer() {}

    private static final class Running {
        static final int PORT = start();
    }

    private static int start() {
        try {
            int port = freePort();
            String home = "/var/lib/postgresql/lagzero-" + port;
            List<Path> found;
            try (var versions = Files.list(Path.of(ROOT, "usr/lib/postgresql"))) {
                found = versions.sorted().toList();
            }
            String bin = "/usr/lib/postgresql/" + found.getLast().getFileName() + "/bin";
            String settings = "-c port=" + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + home
                    + " -c fsync=off -c max_connections=100";
            inside(bin + "/initdb -D " + home + " -U postgres -A trust --encoding=UTF8 --locale=C.UTF-8");
            inside(bin + "/pg_ctl -D " + home + " -w -l " + home + "/log -o '" + settings + "' start");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                inside(bin + "/pg_ctl -D " + home + " -m immediate stop");
                inside("rm -rf " + home);
            }));
            String url = url(port, "postgres");
            execute(url, "CREATE ROLE " + OWNER + " LOGIN");
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void inside(String command) {
        try {
            Process process = new ProcessBuilder("chroot", ROOT, "su", "postgres", "-c", command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("failed in " + ROOT + ": " + command);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A new database with the extension, which roles that are no superusers may use. */
    static String database() {
        String name = "test" + DATABASES.incrementAndGet();
        execute(url(Running.PORT, "postgres"), "CREATE DATABASE " + name);
        execute(
                url(Running.PORT, name),
                "CREATE EXTENSION age",
                "GRANT CREATE ON DATABASE " + name + " TO " + OWNER,
                "GRANT CREATE, USAGE ON SCHEMA public TO " + OWNER,
                "GRANT USAGE ON SCHEMA ag_catalog TO " + OWNER,
                "GRANT SELECT ON ALL TABLES IN SCHEMA ag_catalog TO " + OWNER);
        return url(Running.PORT, name);
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    static Connection connect(String url) throws SQLException {
        return DriverManager.getConnection(url, "postgres", "");
    }

    static void execute(String url, String... statements) {
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
