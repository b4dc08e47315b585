package dev.lagzero.app.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How programs of the server are run here. Postgres refuses to run as root: for root it runs in a user namespace of its
 * own ({@code unshare -U}), in which nobody is root. It leads its own session, so that a Ctrl-C in the terminal reaches us
 * and not the server beneath us.
 */
final class PostgresCommands {

    private final Path home;
    private final List<String> prefix;

    PostgresCommands(Path home) {
        this.home = home;
        this.prefix = prefix();
    }

    ProcessBuilder command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        builder.redirectErrorStream(true);
        return builder;
    }

    private static List<String> prefix() {
        List<String> prefix = new ArrayList<>();
        if (works(List.of("setsid", "true"))) {
            prefix.add("setsid");
        }
        if (isRoot()) {
            if (!works(List.of("unshare", "-U", "true"))) {
                throw new EmbeddedException(
                        "the embedded Postgres does not run as root, and this machine forbids user"
                                + " namespaces (unshare -U). Run as another user, or use --target jdbc:postgresql://HOST/DATABASE");
            }
            prefix.addAll(List.of("unshare", "-U"));
        }
        return List.copyOf(prefix);
    }

    private static boolean isRoot() {
        try {
            return Files.isDirectory(Path.of("/proc/self"))
                    && Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            throw new EmbeddedException("cannot tell which user this process is", e);
        }
    }

    private static boolean works(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while starting Postgres", e);
        }
    }
}
