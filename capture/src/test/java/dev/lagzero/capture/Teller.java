package dev.lagzero.capture;

import dev.lagzero.capture.file.Database;
import java.nio.file.Path;
import java.util.Random;

/** A process of its own that moves money between accounts, so that every commit, and nothing else, keeps the sum. */
final class Teller {

    static final int ACCOUNTS = 300;
    static final int SUM = ACCOUNTS * 1000;

    private Teller() {}

    static void open(Path file, String journal) throws Exception {
        try (Database db = Database.open(
                file,
                "PRAGMA journal_mode=" + journal,
                "CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER, note TEXT)")) {
            db.run("INSERT INTO account WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                    + ACCOUNTS + ") SELECT i, 1000, hex(randomblob(200)) FROM n");
        }
    }

    /** @param args file, seed, milliseconds to work */
    public static void main(String[] args) throws Exception {
        Random random = new Random(Long.parseLong(args[1]));
        long until = System.currentTimeMillis() + Long.parseLong(args[2]);
        try (Database db = Database.open(
                Path.of(args[0]),
                "PRAGMA busy_timeout=20000",
                "PRAGMA wal_autocheckpoint=15",
                "PRAGMA cache_size=10")) {
            while (System.currentTimeMillis() < until) {
                db.run("BEGIN IMMEDIATE");
                for (int i = 0; i <= random.nextInt(30); i++) {
                    int amount = random.nextInt(100);
                    db.run(
                            "UPDATE account SET balance = balance - " + amount + " WHERE id = " + account(random),
                            "UPDATE account SET note = hex(randomblob(" + random.nextInt(900) + ")) WHERE id = "
                                    + account(random),
                            "UPDATE account SET balance = balance + (SELECT " + SUM
                                    + " - sum(balance) FROM account) WHERE id = " + account(random));
                }
                db.run(random.nextInt(6) == 0 ? "ROLLBACK" : "COMMIT");
                if (random.nextInt(40) == 0) {
                    db.run("PRAGMA wal_checkpoint(" + (random.nextBoolean() ? "RESTART" : "TRUNCATE") + ")");
                }
                Thread.sleep(random.nextInt(4));
            }
        }
    }

    private static int account(Random random) {
        return 1 + random.nextInt(ACCOUNTS);
    }
}
