package dev.lagzero.sink.book;

import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.target.TargetException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Makes the schema {@code lagzero}, or says that it was made by a newer version. */
public final class Bookkeeping {

    public static final String SCHEMA = "lagzero";
    public static final String LOADS = "lagzero_load";

    private static final int VERSION = 5;
    /** Each later version adds to it. */
    private static final int FIRST = 2;
    /** Any constant will do: whoever creates the schema at the same time must use the same. */
    private static final long LOCK = 0x6c61677a65726fL;

    private Bookkeeping() {}

    /** In a transaction of the owner. */
    public static void ensure(Connection owner) throws SQLException, TargetException {
        lock(owner);
        int version = version(owner);
        if (version > VERSION) {
            throw new TargetException.Refused("the target's schema lagzero has format " + version
                    + ", this version knows " + VERSION + ": use the newer lagzero that wrote it");
        }
        if (version == 0 || version >= FIRST) {
            for (int next = Math.max(version + 1, FIRST); next <= VERSION; next++) {
                Sql.run(owner, script(next));
            }
        } else {
            throw new TargetException.Refused("the target's schema lagzero has format " + version
                    + ", from before sources shared a pipeline: drop it and the tables it made (DROP SCHEMA lagzero"
                    + " CASCADE), and start with a new data directory; everything is copied anew");
        }
        Readable.ensure(owner);
    }

    /** Until the transaction ends, nobody else makes schemas for us. */
    public static void lock(Connection owner) throws SQLException {
        Sql.query(owner, row -> "", "SELECT pg_advisory_xact_lock(?)", LOCK);
    }

    private static int version(Connection owner) throws SQLException {
        if (!Sql.exists(owner, "SELECT 1 WHERE to_regclass('lagzero.format') IS NOT NULL")) {
            return 0;
        }
        return Sql.query(owner, row -> row.getInt(1), "SELECT max(version) FROM lagzero.format")
                .getFirst();
    }

    private static String script(int version) {
        String name = "version-" + version + ".sql";
        try (InputStream in = Bookkeeping.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the resource " + name, e);
        }
    }

    /** What the writer's role needs on our own tables. */
    public static List<String> grants(String quotedWriter) {
        return List.of(
                "GRANT USAGE ON SCHEMA lagzero TO " + quotedWriter,
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA lagzero TO " + quotedWriter);
    }
}
