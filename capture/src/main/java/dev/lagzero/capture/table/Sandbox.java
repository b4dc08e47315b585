package dev.lagzero.capture.table;

import dev.lagzero.capture.page.TextEncoding;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.Collation;
import org.sqlite.Function;

/**
 * An empty SQLite database in memory, in which the source's DDL is run so that SQLite itself says what it means.
 * Functions and collations that only the application has get stand-ins: they satisfy the declaration and are not
 * computed with. Not for several threads.
 */
final class Sandbox implements AutoCloseable {

    /** So many stand-ins may be needed before a declaration is given up. */
    private static final int MOST_STAND_INS = 64;

    private static final Pattern MISSING_FUNCTION = Pattern.compile(
            "(?:no such function: |unknown function: |wrong number of arguments to function )([^()\\s]+)");
    private static final Pattern MISSING_COLLATION = Pattern.compile("no such collation sequence: ([^)]+)");

    private final Connection connection;

    Sandbox(TextEncoding encoding) {
        try {
            connection = DriverManager.getConnection("jdbc:sqlite::memory:");
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA encoding = '" + encoding.pragma() + "'");
                statement.execute("PRAGMA ignore_check_constraints = ON");
            }
        } catch (SQLException e) {
            throw new SandboxException("cannot open a SQLite database in memory", e);
        }
    }

    Connection connection() {
        return connection;
    }

    /** Runs one statement as it is; why it fails, empty when it does not. */
    Optional<String> run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(reason(e));
        }
    }

    /**
     * Runs one statement with stand-ins for what it misses. They stay: later statements find them.
     *
     * @param standIns receives the names of the stand-ins that were made
     * @return why it fails, empty when it does not
     */
    Optional<String> run(String sql, Set<String> standIns) {
        while (true) {
            Optional<String> reason = run(sql);
            if (reason.isEmpty() || standIns.size() >= MOST_STAND_INS || !standIn(reason.get(), standIns)) {
                return reason;
            }
        }
    }

    /** SQLite's own words, without the driver's. */
    static String reason(SQLException e) {
        String message = String.valueOf(e.getMessage());
        int open = message.indexOf('(');
        return message.startsWith("[SQLITE_") && open > 0 && message.endsWith(")")
                ? message.substring(open + 1, message.length() - 1)
                : message;
    }

    private boolean standIn(String reason, Set<String> made) {
        Matcher function = MISSING_FUNCTION.matcher(reason);
        Matcher collation = MISSING_COLLATION.matcher(reason);
        try {
            if (function.find() && made.add(function.group(1))) {
                Function.create(connection, function.group(1), new NoFunction(), -1, Function.FLAG_DETERMINISTIC);
                return true;
            }
            if (collation.find() && made.add(collation.group(1))) {
                Collation.create(connection, collation.group(1), new NoCollation());
                return true;
            }
            return false;
        } catch (SQLException e) {
            throw new SandboxException("cannot make a stand-in: " + reason, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new SandboxException("cannot close a SQLite database in memory", e);
        }
    }

    private static final class NoFunction extends Function {
        @Override
        protected void xFunc() throws SQLException {
            error("only the application knows this function");
        }
    }

    private static final class NoCollation extends Collation {
        @Override
        protected int xCompare(String left, String right) {
            return left.compareTo(right);
        }
    }
}
