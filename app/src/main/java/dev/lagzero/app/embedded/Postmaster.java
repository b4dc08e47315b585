package dev.lagzero.app.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running Postgres server as its {@code postmaster.pid} describes it: line 1 its process, line 2 its data directory,
 * line 8 its state ({@code ready} once it takes connections).
 */
record Postmaster(long pid, Path data, String state) {

    static Optional<Postmaster> of(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            if (lines.size() < 2) {
                return Optional.empty();
            }
            String state = lines.size() < 8 ? "" : lines.get(7).strip();
            return Optional.of(new Postmaster(Long.parseLong(lines.get(0).strip()), Path.of(lines.get(1)), state));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NumberFormatException e) {
            throw new EmbeddedException("not a process file: " + data.resolve("postmaster.pid"), e);
        } catch (IOException e) {
            throw new EmbeddedException("cannot read " + data.resolve("postmaster.pid"), e);
        }
    }

    boolean isReady() {
        return state.equals("ready");
    }

    /** The process, if it lives and is a server on {@code data}: process numbers are used again. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::servesData);
    }

    private boolean servesData(ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        return info.arguments()
                .map(arguments -> List.of(arguments).contains(data.toString()))
                .orElseGet(() ->
                        info.command().map(name -> name.endsWith("/postgres")).orElse(false));
    }

    /** Stops a server whose parent died: open transactions are rolled back; within 15 s, however it resists. */
    void stop() {
        Optional<ProcessHandle> process = process();
        if (process.isEmpty()) {
            forgetStranger();
            return;
        }
        if (!signalled(process.get(), "INT", 10) && !signalled(process.get(), "QUIT", 5)) {
            throw new EmbeddedException("an old Postgres (process " + pid + ") on " + data + " does not stop. Stop it"
                    + " with: kill -QUIT " + pid);
        }
    }

    /** The number of a dead server may belong to a living stranger: Postgres would take it for a server and give up. */
    private void forgetStranger() {
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
            try {
                Files.deleteIfExists(data.resolve("postmaster.pid"));
            } catch (IOException e) {
                throw new EmbeddedException("cannot delete the stale " + data.resolve("postmaster.pid"), e);
            }
        }
    }

    static boolean signalled(ProcessHandle process, String signal, int seconds) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            CompletableFuture<ProcessHandle> exit = process.onExit();
            exit.get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (IOException | ExecutionException e) {
            throw new EmbeddedException("cannot signal process " + process.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while stopping Postgres", e);
        }
    }
}
