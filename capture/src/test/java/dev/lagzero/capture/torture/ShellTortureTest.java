package dev.lagzero.capture.torture;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.capture.follow.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link LogTortureTest}, written by the system's own sqlite3: another build of SQLite, other settings. */
class ShellTortureTest {

    private static final int SEEDS = Integer.getInteger("lagzero.torture.seeds", 2);
    private static final int STEPS = Integer.getInteger("lagzero.torture.steps", 60);
    private static final List<String> LAYOUTS =
            List.of("512 0 UTF-8", "4096 1 UTF-16le", "8192 2 UTF-8", "1024 0 UTF-8");

    @TempDir
    Path folder;

    @Test
    void everyCommitOfTheShellIsOneTransactionThatLeadsToItsState() throws Exception {
        boolean holes = shellLeavesHoles();
        Seen all = Seen.NOTHING;
        long first = Long.getLong("lagzero.torture.seed", new Random().nextLong() >>> 16);
        for (long seed = first; seed < first + SEEDS; seed++) {
            System.out.println("torture: shell, -Dlagzero.torture.seeds=1 -Dlagzero.torture.steps=" + STEPS
                    + " -Dlagzero.torture.seed=" + seed);
            try (Shell shell = new Shell(Files.createDirectory(folder.resolve("s" + seed)), seed, holes)) {
                all = all.and(shell.check());
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        System.out.println("torture: shell, " + SEEDS + " seeds x " + STEPS + " transactions, " + all);
    }

    /** SQLite before 3.51.3 does, when a transaction that is larger than its cache rolls back to a savepoint. */
    private static boolean shellLeavesHoles() throws IOException {
        Process shell = new ProcessBuilder("sqlite3", "--version").start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8))) {
            int[] version = Arrays.stream(said.readLine().split(" ")[0].split("\\."))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            return Arrays.compare(version, new int[] {3, 51, 3}) < 0;
        }
    }

    /** A shell that is told statements, and answers when it has done them. */
    private static final class Shell implements AutoCloseable {
        private final Path folder;
        private final ShellStatements statements;
        private final Process process;
        private final PrintWriter says;
        private final BufferedReader answers;
        private final String[] layout;
        private final boolean holes;
        private final Resets resets;

        Shell(Path folder, long seed, boolean holes) throws IOException {
            this.folder = folder;
            this.holes = holes;
            this.resets = new Resets(folder.resolve("app.db"));
            this.statements = new ShellStatements(new Random(seed));
            this.layout = LAYOUTS.get((int) (seed % LAYOUTS.size())).split(" ");
            process = new ProcessBuilder(
                            "sqlite3", "-batch", folder.resolve("app.db").toString())
                    .redirectError(folder.resolve("refused.txt").toFile())
                    .start();
            says = new PrintWriter(process.getOutputStream(), false, StandardCharsets.UTF_8);
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        Seen check() throws Exception {
            Path database = folder.resolve("app.db");
            run(List.of(
                    "PRAGMA page_size = " + layout[0],
                    "PRAGMA auto_vacuum = " + layout[1],
                    "PRAGMA encoding = '" + layout[2] + "'",
                    "PRAGMA journal_mode = WAL",
                    "PRAGMA synchronous = OFF",
                    "PRAGMA busy_timeout = 10000",
                    "PRAGMA wal_autocheckpoint = 30"));
            run(ShellStatements.CREATE);
            try (Connection reader = DriverManager.getConnection("jdbc:sqlite:" + database);
                    PrintWriter truth = new PrintWriter(
                            Files.newBufferedWriter(folder.resolve("truth"), StandardCharsets.UTF_8), true)) {
                truth.println("1\tcreated\t" + Digest.of(reader));
                Belief belief = new Belief(folder.resolve("truth"));
                try (Listening listening = new Listening(database, folder.resolve("data"), belief, Limits.DEFAULT)) {
                    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(reader, truth));
                    while (!writing.isDone()) {
                        listening.hear();
                    }
                    writing.join();
                    listening.hearAll();
                }
                belief.assertComplete();
                return Seen.of(belief, holes, resets.count(), STEPS);
            }
        }

        private void write(Connection reader, PrintWriter truth) {
            try {
                for (int tick = 2; tick <= STEPS + 1; tick++) {
                    List<String> transaction = statements.transaction(tick);
                    run(transaction);
                    if (tick % 20 == 0) {
                        beginLogAnew();
                    }
                    resets.look();
                    truth.println(tick + "\t" + String.join("; ", transaction) + "\t" + Digest.of(reader));
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        /** However busy the machine is: readers move on when they have read what there is. */
        private void beginLogAnew() throws IOException {
            String busy = "1";
            while (busy.equals("1")) {
                busy = run(List.of("PRAGMA wal_checkpoint(TRUNCATE)")).split("\\|")[0];
            }
        }

        /** Returns what it answers last. */
        private String run(List<String> sql) throws IOException {
            sql.forEach(statement -> says.println(statement + ";"));
            says.println(".print done");
            says.flush();
            String last = "";
            for (String line = answers.readLine(); !"done".equals(line); line = answers.readLine()) {
                assertTrue(line != null, () -> "sqlite3 ended: " + folder.resolve("refused.txt"));
                last = line;
            }
            return last;
        }

        @Override
        public void close() {
            says.close();
            process.destroy();
        }
    }

    /** Statements as text. What the database refuses is not done: the truth is what it then holds. */
    private static final class ShellStatements {

        static final List<String> CREATE = List.of(
                "CREATE TABLE tick(id INTEGER PRIMARY KEY, n INT)",
                "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b)",
                "CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID",
                "CREATE TABLE u(x UNIQUE, y)",
                "INSERT INTO tick VALUES (1, 1)");

        private final Random random;
        private int columns;
        private boolean indexed;

        ShellStatements(Random random) {
            this.random = random;
        }

        List<String> transaction(int tick) {
            List<String> sql = new java.util.ArrayList<>();
            sql.add("PRAGMA cache_size = " + (random.nextInt(3) == 0 ? 12 : 2000));
            if (random.nextInt(25) == 0) {
                sql.add("VACUUM");
            }
            sql.add("BEGIN IMMEDIATE");
            if (random.nextInt(12) == 0) {
                definition(sql);
            }
            int count = 1 + random.nextInt(10);
            for (int i = 0; i < count; i++) {
                if (random.nextInt(6) == 0) {
                    sql.addAll(List.of(
                            "SAVEPOINT s", data(), data(), random.nextBoolean() ? "ROLLBACK TO s" : "SELECT 1"));
                    sql.add("RELEASE s");
                } else {
                    sql.add(data());
                }
            }
            sql.add("UPDATE tick SET n = " + tick);
            sql.add("COMMIT");
            if (random.nextInt(10) == 0) {
                sql.add("PRAGMA wal_checkpoint(" + (random.nextBoolean() ? "PASSIVE" : "TRUNCATE") + ")");
            }
            return sql;
        }

        private void definition(List<String> sql) {
            switch (random.nextInt(3)) {
                case 0 -> sql.add("ALTER TABLE t ADD COLUMN c" + columns++ + " DEFAULT " + value());
                case 1 -> sql.addAll(List.of("DROP TABLE u", "CREATE TABLE u(x UNIQUE, y, z" + columns++ + ")"));
                default -> {
                    sql.add(indexed ? "DROP INDEX by_a" : "CREATE INDEX by_a ON t(a)");
                    indexed = !indexed;
                }
            }
        }

        private String data() {
            int id = random.nextInt(200);
            return switch (random.nextInt(10)) {
                case 0, 1, 2 ->
                    "INSERT OR REPLACE INTO t(id, a, b) VALUES (" + id + ", " + value() + ", " + value() + ")";
                case 3 -> "UPDATE t SET b = " + value() + " WHERE id BETWEEN " + id + " AND " + (id + 3);
                // The same length: SQLite rewrites what differs in place, on overflow pages alone.
                case 4 -> "UPDATE t SET b = substr(b, 1, length(b) - 1) || 'z' WHERE typeof(b) = 'text' AND id > " + id;
                case 5 -> "UPDATE OR IGNORE t SET id = id + 1000 WHERE id = " + id;
                case 6 -> "DELETE FROM t WHERE id BETWEEN " + id + " AND " + (id + random.nextInt(40));
                case 7 -> "INSERT OR REPLACE INTO w VALUES ('k" + id % 50 + "', " + value() + ")";
                case 8 -> "DELETE FROM w WHERE k > 'k" + id + "'";
                default -> "INSERT OR IGNORE INTO u(x, y) VALUES (" + value() + ", " + id + ")";
            };
        }

        private String value() {
            byte[] bytes = new byte[random.nextInt(random.nextInt(8) == 0 ? 9_000 : 60)];
            random.nextBytes(bytes);
            String hex = HexFormat.of().formatHex(bytes);
            return switch (random.nextInt(5)) {
                case 0 -> "NULL";
                case 1 -> Long.toString(random.nextLong());
                case 2 -> random.nextInt(1_000_000) + ".25";
                case 3 -> "x'" + hex + "'";
                default -> "'" + hex + "'";
            };
        }
    }
}
