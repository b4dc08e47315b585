package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.ConfigException;
import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.schemas.mapping.catalog.Catalog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Looks into the sources of a catalog before anything is started, for what it could never apply. */
public final class CatalogCheck {

    private CatalogCheck() {}

    /**
     * To be called before this process follows a source: it opens and closes the file.
     *
     * @throws ConfigException when a file of checkpoints is encrypted
     */
    public static void check(Configuration config) {
        config.sources().forEach(source -> check(config.catalog(), source));
    }

    /** The same for one source. */
    public static void check(@Nullable Catalog catalog, SourceSettings source) {
        if (catalog == Catalog.CHECKPOINTS && !source.isMemory()) {
            refuseEncrypted(source, "checkpoints");
            refuseEncrypted(source, "writes");
        }
    }

    private static void refuseEncrypted(SourceSettings source, String table) {
        String cipher = cipher(source.file(), table);
        if (!cipher.isEmpty()) {
            throw new ConfigException(
                    "source " + source.name() + ": " + source.file() + " is encrypted: table " + table
                            + " holds values of type " + cipher
                            + ", which cannot be taken apart into what the Postgres saver reads",
                    "decrypt it with the application that wrote it (read each checkpoint with the key, and put it"
                            + " into a new file without one)");
        }
    }

    /** The first type that names a cipher; empty when there is none, or when the file cannot be asked now. */
    private static String cipher(Path file, String table) {
        Properties readOnly = new Properties();
        readOnly.setProperty("open_mode", "1");
        readOnly.setProperty("busy_timeout", "2000");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, readOnly);
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("SELECT type FROM " + table + " WHERE type LIKE '%+%' LIMIT 1")) {
            return found.next() ? String.valueOf(found.getString(1)) : "";
        } catch (SQLException notNow) {
            // Missing, locked, or without that table: whoever follows it says so; and its rows are refused one by one.
            return "";
        }
    }
}
