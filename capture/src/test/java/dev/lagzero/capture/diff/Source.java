package dev.lagzero.capture.diff;

import dev.lagzero.capture.page.ChangedPages;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.change.Header;
import dev.lagzero.schemas.position.SourcePosition;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database file of a test: statements go in, states of its pages come out. */
final class Source implements AutoCloseable {

    private final Path file;
    private final Connection connection;

    Source(Path file, String... pragmas) throws SQLException {
        this.file = file;
        this.connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        run("PRAGMA synchronous = OFF");
        run(pragmas);
    }

    Connection connection() {
        return connection;
    }

    Source run(String... statements) throws SQLException {
        for (String sql : statements) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
        return this;
    }

    /** All statements in one transaction. */
    Source transaction(String... statements) throws SQLException {
        run("BEGIN");
        run(statements);
        return run("COMMIT");
    }

    /** The first page of a table. */
    int root(String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT rootpage FROM sqlite_schema WHERE name = '" + table + "'")) {
            return row.getInt(1);
        }
    }

    MemoryPages pages() {
        return MemoryPages.of(file);
    }

    /** What the statements, in one transaction, change. */
    List<ChangeEvent.Part> changes(String... statements) throws SQLException {
        MemoryPages before = pages();
        transaction(statements);
        return diff(before, pages());
    }

    static List<ChangeEvent.Part> diff(MemoryPages before, MemoryPages after) {
        return diff(before, after, CaptureScope.ALL);
    }

    static List<ChangeEvent.Part> diff(MemoryPages before, MemoryPages after, CaptureScope scope) {
        List<ChangeEvent.Part> parts = new ArrayList<>();
        try (Changes changes = PageDiff.between(input(before, after, scope))) {
            changes.forEachRemaining(parts::add);
        }
        return parts;
    }

    static PageDiff.DiffInput input(MemoryPages before, MemoryPages after, CaptureScope scope) {
        SourcePosition position = new SourcePosition(1, before.pageCount() == 0 ? 1 : 2);
        Header header = new Header("s", "sqlite", "s.db", position, before.pageCount() == 0, null, 0);
        return new PageDiff.DiffInput(before, after, ChangedPages.of(before.changed(after)), header, scope);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
