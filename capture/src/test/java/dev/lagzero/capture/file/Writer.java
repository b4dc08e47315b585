package dev.lagzero.capture.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** An application in a process of its own that works on a database: locks of one process do not hold against itself. */
public final class Writer implements AutoCloseable {

    private final Process process;
    private final PrintWriter in;
    private final BufferedReader out;

    private Writer(Process process) {
        this.process = process;
        this.in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    public static Writer open(Path database, String... sql) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        database.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Writer writer = new Writer(process);
        writer.run("PRAGMA busy_timeout=5000");
        writer.run(sql);
        return writer;
    }

    /** Runs statements one after the other; the first value of the last one's first row, empty if there is none. */
    public String run(String... sql) throws IOException {
        String last = "";
        for (String each : sql) {
            in.println(each);
            last = out.readLine();
            if (last == null || last.startsWith("error ")) {
                throw new IOException(each + ": " + last);
            }
        }
        return last;
    }

    /** Dies as by kill -9: no connection is closed. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        in.close();
        process.onExit().join();
    }

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
                Statement statement = connection.createStatement()) {
            for (String sql = in.readLine(); sql != null; sql = in.readLine()) {
                out.println(answer(statement, sql));
            }
        }
    }

    private static String answer(Statement statement, String sql) {
        try {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        } catch (SQLException e) {
            return "error " + e.getMessage().replace('\n', ' ');
        }
    }
}
