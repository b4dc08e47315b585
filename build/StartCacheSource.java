import java.sql.DriverManager;

/** Makes the SQLite database that build/start-cache.sh lets Lagzero copy. Argument: the file. */
public final class StartCacheSource {

    public static void main(String[] args) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, amount REAL, at TEXT)");
            statement.execute("WITH RECURSIVE n(x) AS (VALUES(1) UNION ALL SELECT x + 1 FROM n WHERE x < 200000)"
                    + " INSERT INTO t SELECT x, 'name ' || x, x / 7.0, '2026-01-01' FROM n");
        }
    }
}
