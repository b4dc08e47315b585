package dev.lagzero.app.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Postgres server as a child of this process, on 127.0.0.1 only, with its cluster in the data directory. When the
 * server dies it is started again on the same port; when this process dies the next one stops the orphan and goes on.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    /** Who defines tables. */
    public static final String OWNER = "lagzero_owner";

    /** Who writes rows. */
    public static final String WRITER = "lagzero_writer";

    private static final int FIRST_PORT = 15_432;
    private static final int ATTEMPTS = 8;
    private static final long FIRST_PAUSE_MILLIS = 100;

    private final PostgresDirectory directory;
    private final PostgresServer server;
    private final Map<String, String> passwords;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final int port;
    private Process process;
    private boolean closing;

    private EmbeddedPostgres(PostgresDirectory directory, PostgresServer server, int port, Process process) {
        this.directory = directory;
        this.server = server;
        this.passwords = directory.passwords();
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a server on the cluster in {@code directory}, which it creates when there is none, with the database
     * {@code lagzero} in it. Returns when it takes connections.
     *
     * @param log the file that the server's own messages are appended to
     * @throws EmbeddedException when it does not start
     */
    public static EmbeddedPostgres start(Path directory, Path log) {
        return start(directory, log, Account.choose());
    }

    static EmbeddedPostgres start(Path directory, Path log, Account account) {
        PostgresDirectory place = new PostgresDirectory(directory);
        PostgresCommands commands = new PostgresCommands(PostgresBinaries.unpacked(account), account);
        PostgresServer server = new PostgresServer(commands, place, log);
        server.create();
        Postmaster.of(place.data()).ifPresent(Postmaster::stop);
        EmbeddedPostgres postgres = firstStart(place, server);
        try {
            new PostgresRoles(postgres.port, postgres.passwords).ensure();
        } catch (SQLException e) {
            postgres.close();
            throw new EmbeddedException(
                    "cannot set up the embedded Postgres: " + e.getMessage() + "; its log is " + log, e);
        }
        postgres.supervise(postgres.process);
        return postgres;
    }

    private static EmbeddedPostgres firstStart(PostgresDirectory place, PostgresServer server) {
        int port = Ports.remembered(place.portFile(), FIRST_PORT);
        for (int attempt = 1; ; attempt++) {
            try {
                return new EmbeddedPostgres(place, server, port, server.start(port));
            } catch (EmbeddedException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.atWarn().addKeyValue("attempt", attempt).setCause(e).log("postgres did not start");
            } catch (IOException e) {
                throw new EmbeddedException("cannot run the embedded Postgres: " + e.getMessage(), e);
            }
            pause(attempt);
            port = Ports.isFree(port) ? port : Ports.another(place.portFile(), port + 1);
        }
    }

    private void supervise(Process running) {
        running.onExit().thenAcceptAsync(this::restart, task -> Thread.ofPlatform()
                .name("postgres-restart")
                .start(task));
    }

    /** Runs on its own thread, after the server died by another hand than ours. */
    private synchronized void restart(Process dead) {
        for (int attempt = 1; !closing; attempt++) {
            LOG.atWarn().addKeyValue("exit", dead.exitValue()).log("postgres died and is started again");
            try {
                process = server.start(port);
                supervise(process);
                return;
            } catch (EmbeddedException | IOException e) {
                if (attempt == ATTEMPTS) {
                    stopped.completeExceptionally(new EmbeddedException(
                            "the embedded Postgres died and does not start again: " + e.getMessage(), e));
                    return;
                }
            }
            pause(attempt);
        }
    }

    /** What is left of a dead server needs a moment to let go of its memory. */
    private static void pause(int attempt) {
        try {
            Thread.sleep(FIRST_PAUSE_MILLIS << Math.min(attempt, 5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while starting Postgres", e);
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/lagzero";
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public String password(String user) {
        return passwords.get(user);
    }

    /** A role's password, read from the data directory that another process runs on. */
    public static String password(Path directory, String user) {
        return new PostgresDirectory(directory).passwords().get(user);
    }

    /** The command that opens the database; the password stays in the file it names. */
    public String psqlCommand() {
        return "PGPASSFILE=" + shortest(directory.passwordFile()) + " psql -h 127.0.0.1 -p " + port + " -U " + OWNER
                + " lagzero";
    }

    private static String shortest(Path path) {
        Path here = Path.of("").toAbsolutePath();
        String text = path.startsWith(here) ? here.relativize(path).toString() : path.toString();
        return text.contains(" ") ? "'" + text + "'" : text;
    }

    /** Leaves the server running and unsupervised, as the death of this process would. */
    synchronized void abandon() {
        closing = true;
    }

    /** Fails when the server died and does not start again. Completes after {@link #close}. */
    public CompletableFuture<Void> stopped() {
        return stopped;
    }

    @Override
    public synchronized void close() {
        closing = true;
        PostgresServer.stop(process);
        stopped.complete(null);
    }
}
