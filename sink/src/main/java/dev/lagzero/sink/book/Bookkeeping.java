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
    public static final String LOAD_SCHEMA = "lagzero_load";

    private static final int VERSION = 1;
    /** Any constant will do: whoever creates the schema at the same time must use the same. */
    private static final long LOCK = 0x6c61677a65726fL;

    private Bookkeeping() {}

    /** In a transaction of the owner. */
    public static void ensure(Connection owner) throws SQLException, TargetException {
        Sql.query(owner, row -> "", "SELECT pg_advisory_xact_lock(?)", LOCK);
        int version = version(owner);
        if (version > VERSION) {
            throw new TargetException.Refused("the target's schema lagzero has format " + version
                    + ", this version knows " + VERSION + ": use the newer lagzero that wrote it");
        }
        for (int next = version + 1; next <= VERSION; next++) {
            Sql.run(owner, script(next));
        }
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
