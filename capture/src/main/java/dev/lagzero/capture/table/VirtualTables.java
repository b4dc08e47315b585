package dev.lagzero.capture.table;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells tables that only serve a virtual table from tables of the application. */
final class VirtualTables {

    /** How full-text, spatial and vector modules name the tables they store things in. */
    private static final Pattern SERVANT = Pattern.compile("content|segments|segdir|docsize|stat|data|idx|config"
            + "|node|parent|rowid|vocab|chunks|rowids|info|auxiliary"
            + "|vector_chunks\\d+|metadatachunks\\d+|metadatatext\\d+");

    private final Set<String> shadows = new HashSet<>();
    private final Set<String> unknown = new HashSet<>();

    /** Creates the virtual tables, as far as their modules are there. */
    VirtualTables(Sandbox sandbox, List<SchemaEntry> entries) {
        for (SchemaEntry entry : entries) {
            if (entry.isVirtual()
                    && (entry.sql() == null || sandbox.run(entry.sql()).isPresent())) {
                unknown.add(fold(entry.name()));
            }
        }
        try (Statement statement = sandbox.connection().createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'")) {
            while (rows.next()) {
                shadows.add(fold(rows.getString(1)));
            }
        } catch (SQLException e) {
            throw new SandboxException("cannot list virtual tables", e);
        }
    }

    /** The table serves a virtual one. Where the module is not known, its name decides. */
    boolean isShadow(String table) {
        String name = fold(table);
        return shadows.contains(name)
                || unknown.stream()
                        .anyMatch(owner -> name.startsWith(owner + "_")
                                && SERVANT.matcher(name.substring(owner.length() + 1))
                                        .matches());
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
