package dev.lagzero.app.e2e;

import java.io.IOException;
import java.nio.file.Path;

/** Starts writers as processes. */
final class Writers {

    private Writers() {}

    static Process start(Path file, long seed, int transactions, long pauseMicros) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RandomWriter.class.getName(),
                        file.toString(),
                        Long.toString(seed),
                        Integer.toString(transactions),
                        Long.toString(pauseMicros))
                .inheritIO()
                .start();
    }
}
