package dev.lagzero.bench.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Runs a program of this machine to its end. */
public final class Tool {

    private Tool() {}

    /** Whether a program of this name is on the path. */
    public static boolean isInstalled(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    /**
     * @param said a file for what the program says
     * @throws IOException with the end of what it said when it does not end with 0
     */
    public static void run(List<String> command, Map<String, String> environment, Path said)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        // Nobody answers: a program that asks finds the end of its input instead of waiting for ever.
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true).redirectOutput(said.toFile());
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new IOException(command.getFirst() + " ended with " + code + ": " + tail(said));
        }
    }

    /** The end of what a program said. */
    public static String tail(Path said) throws IOException {
        String all = new String(Files.readAllBytes(said), StandardCharsets.UTF_8).strip();
        return all.substring(Math.max(0, all.length() - 1000));
    }
}
