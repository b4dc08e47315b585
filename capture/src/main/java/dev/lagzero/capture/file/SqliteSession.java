package dev.lagzero.capture.file;

import dev.lagzero.capture.fault.CaptureFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/**
 * A connection to the file, for SQLite's own locks: while a read transaction is open, nobody overwrites what it can see.
 * It also recovers a log or rolls back a journal that a crashed writer left behind. It never writes rows.
 */
final class SqliteSession implements AutoCloseable {

    static final int BUSY_MILLIS = 250;

    private final String source;
    private final Path file;
    private final SQLiteConfig config = new SQLiteConfig();
    private @Nullable Connection connection;

    /**
     * Connects when it is first used.
     *
     * @param readOnly SQLite itself never writes, not even to copy back the log
     * @param busyMillis how long a lock is waited for
     */
    SqliteSession(String source, Path file, boolean readOnly, int busyMillis) {
        this.source = source;
        this.file = file;
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setReadOnly(readOnly);
        config.setBusyTimeout(busyMillis);
    }

    private Connection connection() {
        if (connection == null) {
            try {
                connection = config.createConnection("jdbc:sqlite:" + file);
            } catch (SQLException e) {
                throw problem(e);
            }
            try {
                execute("PRAGMA query_only = 1");
                execute("PRAGMA wal_autocheckpoint = 0");
                // Pages are read past SQLite: a cache would only be memory, for each of a thousand sources.
                execute("PRAGMA cache_size = 2");
            } catch (CaptureFault | SourceBusyException e) {
                close();
                throw e;
            }
        }
        return connection;
    }

    /**
     * Takes the lock. Reading one header field begins the transaction without parsing the schema, which may use
     * functions that only the application has.
     */
    void begin() {
        execute("BEGIN");
        try {
            execute("PRAGMA schema_version");
        } catch (CaptureFault | SourceBusyException e) {
            endAfter(e);
            throw e;
        }
    }

    /** After an error SQLite may have ended the transaction itself, and then refuses to end it again. */
    private void endAfter(RuntimeException first) {
        try {
            end();
        } catch (CaptureFault | SourceBusyException e) {
            first.addSuppressed(e);
        }
    }

    void end() {
        execute("ROLLBACK");
    }

    /** Copies what the transaction sees, by SQLite's own means. */
    void backup(Path target) {
        try {
            int code =
                    connection().unwrap(SQLiteConnection.class).getDatabase().backup("main", target.toString(), null);
            if (code != SQLiteErrorCode.SQLITE_OK.code) {
                throw new CaptureFault(FileCheck.what(source, file) + " could not be copied to " + target
                        + ": SQLite's error " + SQLiteErrorCode.getErrorCode(code) + ".");
            }
        } catch (SQLException e) {
            throw problem(e);
        }
    }

    /** @throws SourceBusyException when a lock is held by others */
    void run(String sql) {
        execute(sql);
    }

    private void execute(String sql) {
        try (Statement statement = connection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw problem(e);
        }
    }

    /** Disconnects; the next use connects again. */
    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            throw problem(e);
        }
    }

    private RuntimeException problem(SQLException e) {
        int code =
                e instanceof SQLiteException specific ? specific.getResultCode().code & 0xff : e.getErrorCode() & 0xff;
        String what = FileCheck.what(source, file);
        if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return new SourceBusyException(what + busy(), e);
        }
        if (code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return new CaptureFault(what + " is encrypted or not a SQLite database.", e);
        }
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code) {
            FileCheck.checkWhole(source, file);
            return new CaptureFault(
                    what + " is damaged: SQLite finds it malformed. Try PRAGMA integrity_check, or a backup.", e);
        }
        if (code == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || code == SQLiteErrorCode.SQLITE_READONLY.code
                || code == SQLiteErrorCode.SQLITE_PERM.code) {
            return new CaptureFault(
                    what + " cannot be opened for reading under SQLite's locks: " + e.getMessage()
                            + ". User " + System.getProperty("user.name")
                            + " needs read and write permission on the file,"
                            + " on its -wal and -shm files and on their folder.",
                    e);
        }
        return new CaptureFault(what + " cannot be read: " + e.getMessage(), e);
    }

    /** Who keeps a database in WAL mode to himself keeps its index in his own memory: there is no file of it. */
    private String busy() {
        boolean exclusive = Files.exists(file.resolveSibling(file.getFileName() + "-wal"))
                && Files.notExists(file.resolveSibling(file.getFileName() + "-shm"));
        return exclusive
                ? " is used by an application with locking_mode=EXCLUSIVE, which lets nobody else read it."
                        + " Leave the application at PRAGMA locking_mode=NORMAL, and start it again."
                : " is locked by another process (a long write, or locking_mode=EXCLUSIVE).";
    }
}
