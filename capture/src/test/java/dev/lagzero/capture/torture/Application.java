package dev.lagzero.capture.torture;

import dev.lagzero.capture.diff.Writer;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * The application under capture, as a process of its own: random transactions, each of which counts itself in the table
 * {@code tick}. It keeps the truth in a file: a line for each commit, with what the database then holds. It ends when it
 * is told anything, and says how often its log began anew.
 */
public final class Application {

    private static final int PAUSE_MILLIS = Integer.getInteger("lagzero.torture.pause", 0);

    private final Connection connection;
    private final Random random;
    private final Writer writer;
    private final PrintWriter truth;
    private final double definitions;
    private final Resets resets;
    private int tick;

    private Application(Path database, Connection connection, Random random, PrintWriter truth, double definitions) {
        this.resets = new Resets(database);
        this.connection = connection;
        this.random = random;
        this.writer = new Writer(connection, random, 20_000);
        this.truth = truth;
        this.definitions = definitions;
    }

    /** Arguments: database, truth, seed, transactions, chance of definitions, pragmas. */
    public static void main(String[] args) throws Exception {
        Random random = new Random(Long.parseLong(args[2]));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
                PrintWriter truth =
                        new PrintWriter(Files.newBufferedWriter(Path.of(args[1]), StandardCharsets.UTF_8), true)) {
            Application application =
                    new Application(Path.of(args[0]), connection, random, truth, Double.parseDouble(args[4]));
            for (int i = 5; i < args.length; i++) {
                application.run(args[i]);
            }
            application.work(Integer.parseInt(args[3]));
        }
    }

    private void work(int transactions) throws Exception {
        run("PRAGMA journal_mode = WAL");
        run("PRAGMA synchronous = OFF");
        run("PRAGMA busy_timeout = 10000");
        run("PRAGMA wal_autocheckpoint = " + (5 + random.nextInt(60)));
        writer.create();
        run("CREATE TABLE tick(id INTEGER PRIMARY KEY, n INT)");
        run("BEGIN");
        run("INSERT INTO tick VALUES (1, 0)");
        commit("created");
        run("COMMIT");
        System.out.println("ready");
        // The capture takes its first copy now.
        System.in.read();
        for (int i = 0; i < transactions && System.in.available() == 0; i++) {
            run("PRAGMA cache_size = " + (random.nextInt(3) == 0 ? 12 : 2000));
            writer.transaction(definitions, this::commit);
            if (random.nextInt(12) == 0) {
                run("PRAGMA wal_checkpoint(" + (random.nextBoolean() ? "PASSIVE" : "TRUNCATE") + ")");
            }
            if (i % 20 == 19) {
                beginLogAnew();
            }
            resets.look();
            Thread.sleep(PAUSE_MILLIS);
        }
        System.out.println("resets " + resets.count());
    }

    /** However busy the machine is: readers move on when they have read what there is. */
    private void beginLogAnew() throws SQLException {
        boolean busy = true;
        while (busy) {
            try (Statement statement = connection.createStatement();
                    ResultSet answer = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                busy = answer.next() && answer.getInt(1) != 0;
            }
        }
    }

    /** Called in front of each COMMIT: whoever sees the commit finds its line. */
    private void commit(String what) throws SQLException {
        run("UPDATE tick SET n = " + ++tick);
        truth.println(tick + "\t" + what.replaceAll("\\s+", " ") + "\t" + Digest.of(connection));
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet ignored = statement.getResultSet()) {
                    ignored.next();
                }
            }
        }
    }
}
