package dev.lagzero.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts a main class of this module as a process of its own. */
public final class Processes {

    private Processes() {}

    public static Process start(Class<?> main, String heap, List<String> arguments) throws IOException {
        return start(List.of(), main, heap, arguments);
    }

    /** @param before what runs Java, as {@code taskset -c 0,1} */
    public static Process start(List<String> before, Class<?> main, String heap, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseParallelGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The next line that the process says. */
    public static String line(Process process) throws IOException {
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        if (line == null) {
            throw new IOException("a process of the bench ended without a word: " + process.info());
        }
        return line;
    }

    /** Waits for what a capture has to do. */
    public static String ask(Process process) throws IOException {
        return ask(process, "");
    }

    /** Says something to a process, and waits for the next line that it says. */
    public static String ask(Process process, String what) throws IOException {
        process.getOutputStream().write((what + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        return line(process);
    }

    /** Ends a process that ends when its input does. */
    public static void end(Process process) throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
    }
}
