package dev.lagzero.app.embedded;

import static java.util.Map.entry;

import dev.lagzero.app.data.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates a cluster and runs one server process on it. Knows nothing of what the server holds. */
final class PostgresServer {

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            entry("listen_addresses", "127.0.0.1"),
            entry("unix_socket_directories", ""),
            entry("fsync", "on"),
            entry("synchronous_commit", "on"),
            entry("shared_buffers", "128MB"),
            entry("max_wal_size", "2GB"),
            entry("max_connections", "60"),
            // A first copy shows in one transaction, which locks each table with its indexes: thousands of them, maybe.
            entry("max_locks_per_transaction", "4096"),
            entry("timezone", "UTC"),
            entry("log_timezone", "UTC"),
            entry("jit", "off"));

    private final PostgresCommands commands;
    private final PostgresDirectory directory;
    private final Path log;

    PostgresServer(PostgresCommands commands, PostgresDirectory directory, Path log) {
        this.commands = commands;
        this.directory = directory;
        this.log = log.toAbsolutePath();
    }

    /** Creates the cluster unless there is one. A creation that was cut off leaves nothing that counts. */
    void create() {
        if (Files.exists(directory.data())) {
            return;
        }
        Path fresh = directory.root().resolve("data.new");
        Path password = directory.root().resolve("password.new");
        try {
            Trees.delete(fresh);
            directory.writeSecret(password, List.of(directory.passwords().get("postgres")));
            List<String> arguments = new ArrayList<>(List.of("-D", fresh.toString(), "-U", "postgres", "-E", "UTF8"));
            arguments.addAll(List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
            arguments.addAll(List.of("-A", "scram-sha-256", "--pwfile=" + password, "--no-instructions"));
            run(commands.command("initdb", arguments));
            Files.move(fresh, directory.data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EmbeddedException(
                    "cannot create the Postgres cluster in " + directory.root() + ": " + e.getMessage(), e);
        } finally {
            forget(password);
        }
    }

    private static void forget(Path password) {
        try {
            Files.deleteIfExists(password);
        } catch (IOException e) {
            throw new EmbeddedException("cannot delete " + password, e);
        }
    }

    private static void run(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new EmbeddedException("initdb failed: " + said.strip());
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while creating the Postgres cluster", e);
        }
    }

    /** Starts a server; a server that outlived its parent is stopped before. Returns when it takes connections. */
    Process start(int port) throws IOException {
        Postmaster.of(directory.data()).ifPresent(Postmaster::stop);
        commands.account().own(directory.data());
        Files.createDirectories(log.getParent());
        List<String> arguments =
                new ArrayList<>(List.of("-D", directory.data().toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        Process process = commands.command("postgres", arguments)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        awaitReady(process);
        return process;
    }

    private void awaitReady(Process process) {
        try {
            while (process.isAlive()) {
                Optional<Postmaster> postmaster = Postmaster.of(directory.data());
                if (postmaster.isPresent()
                        && postmaster.get().isReady()
                        && postmaster.get().pid() == process.pid()) {
                    return;
                }
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while starting Postgres", e);
        }
        throw new EmbeddedException("the embedded Postgres does not start; its log is " + log);
    }

    /** Stops a server in order: no new work, open transactions rolled back. */
    static void stop(Process process) {
        ProcessHandle handle = process.toHandle();
        if (handle.isAlive() && !Postmaster.signalled(handle, "INT", 20)) {
            Postmaster.signalled(handle, "QUIT", 5);
        }
    }
}
