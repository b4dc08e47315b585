package dev.lagzero.app.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** As whom Postgres runs: it refuses to be root. */
enum Account {
    /** The user that we are. */
    OURS(List.of(), -1),
    /** Root, in a user namespace of its own, in which nobody is root. */
    NAMESPACE(List.of("unshare", "-U"), 0),
    /**
     * Nobody, with root's way through directories: for containers, which forbid namespaces. The data directory may lie
     * where nobody could go.
     */
    NOBODY(
            List.of(
                    "setpriv",
                    "--reuid=65534",
                    "--regid=65534",
                    "--clear-groups",
                    "--inh-caps=+dac_override",
                    "--ambient-caps=+dac_override"),
            65_534);

    private static final int SECONDS = 10;

    private final List<String> prefix;
    private final int owner;

    Account(List<String> prefix, int owner) {
        this.prefix = prefix;
        this.owner = owner;
    }

    static Account choose() {
        if (!isRoot()) {
            return OURS;
        }
        if (NAMESPACE.works()) {
            return NAMESPACE;
        }
        if (NOBODY.works()) {
            return NOBODY;
        }
        throw new EmbeddedException("Postgres does not run as root, and this machine allows neither user namespaces"
                + " (unshare -U) nor another user (setpriv). Run as another user, or use your own Postgres:"
                + " --target jdbc:postgresql://HOST/DATABASE");
    }

    /** What stands before a command that is to run as this account. */
    List<String> prefix() {
        return prefix;
    }

    /** Hands a cluster over that was made by another account of these. */
    void own(Path data) {
        try {
            if (owner >= 0
                    && Files.exists(data)
                    && !Integer.valueOf(owner).equals(Files.getAttribute(data, "unix:uid"))) {
                Process chown = new ProcessBuilder("chown", "-R", owner + ":" + owner, data.toString())
                        .inheritIO()
                        .start();
                if (chown.waitFor() != 0) {
                    throw new EmbeddedException("cannot hand " + data + " over to user " + owner);
                }
            }
        } catch (IOException e) {
            throw new EmbeddedException("cannot hand " + data + " over to user " + owner, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while starting Postgres", e);
        }
    }

    static boolean isRoot() {
        Path self = Path.of("/proc/self");
        try {
            return Files.isDirectory(self) && Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"));
        } catch (IOException e) {
            throw new EmbeddedException("cannot tell which user this process is", e);
        }
    }

    private boolean works() {
        List<String> command = new java.util.ArrayList<>(prefix);
        command.add("true");
        return works(command);
    }

    static boolean works(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while starting Postgres", e);
        }
    }
}
