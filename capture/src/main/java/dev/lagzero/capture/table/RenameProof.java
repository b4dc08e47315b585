package dev.lagzero.capture.table;

import dev.lagzero.capture.page.TextEncoding;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeSet;

/** Proves that a declaration came from another one by renaming alone: SQLite does it again and gets the same text. */
public final class RenameProof {

    private final TableShape before;
    private final TableShape after;
    private final Map<String, String> columns;

    private RenameProof(TableShape before, TableShape after, Map<String, String> columns) {
        this.before = before;
        this.after = after;
        this.columns = columns;
    }

    /** @param columns new column name to old column name; equal names are not renamed */
    public static boolean holds(TableShape before, TableShape after, Map<String, String> columns) {
        RenameProof proof = new RenameProof(before, after, columns);
        // SQLite writes a new column name the way the statement did, with quotes or without.
        return proof.holds(false) || proof.holds(true);
    }

    private boolean holds(boolean quotes) {
        try (Sandbox sandbox = new Sandbox(TextEncoding.UTF_8)) {
            if (sandbox.run(before.sql(), new TreeSet<>()).isPresent()) {
                return false;
            }
            String alter = "ALTER TABLE " + quoted(before.name()) + " RENAME ";
            for (Map.Entry<String, String> column : columns.entrySet()) {
                String name = quotes ? quoted(column.getKey()) : column.getKey();
                boolean renamed = column.getKey().equals(column.getValue())
                        || sandbox.run(alter + "COLUMN " + quoted(column.getValue()) + " TO " + name)
                                .isEmpty();
                if (!renamed) {
                    return false;
                }
            }
            boolean sameTable = before.name().equals(after.name())
                    || sandbox.run(alter + "TO " + quoted(after.name())).isEmpty();
            return sameTable && after.sql().equals(sql(sandbox, after.name()));
        }
    }

    private static String sql(Sandbox sandbox, String table) {
        try (PreparedStatement query =
                sandbox.connection().prepareStatement("SELECT sql FROM sqlite_schema WHERE name = ?")) {
            query.setString(1, table);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        } catch (SQLException e) {
            throw new SandboxException("cannot read a declaration", e);
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
