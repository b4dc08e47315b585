package dev.lagzero.bench.load;

import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.bulk.BulkSource;
import dev.lagzero.bench.process.Tool;
import dev.lagzero.bench.target.TargetDatabase;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The floor: rows that somebody has written to text files before, so that reading SQLite costs nothing, through
 * {@code psql \copy}; then the same keys, indexes and references.
 */
final class PsqlCopy implements Loader {

    private static final int COLUMNS = 10;

    @Override
    public String name() {
        return "psql \\copy";
    }

    @Override
    public String missing() {
        return Tool.isInstalled("psql") ? "" : "install the package postgresql-client";
    }

    @Override
    public void prepare(BulkSource source, Path folder) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + source.file());
                Statement statement = connection.createStatement()) {
            for (String table : source.names()) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table);
                        BufferedWriter out = Files.newBufferedWriter(file(source, table))) {
                    export(rows, out);
                }
            }
        }
    }

    /** Values of a bulk source need no escapes. */
    private static void export(ResultSet rows, BufferedWriter out) throws SQLException, IOException {
        while (rows.next()) {
            for (int column = 1; column <= COLUMNS; column++) {
                out.write(rows.getString(column));
                out.write(column == COLUMNS ? '\n' : '\t');
            }
        }
    }

    private static Path file(BulkSource source, String table) {
        return source.file().resolveSibling(table + ".tsv");
    }

    @Override
    public void load(BulkSource source, TargetDatabase target, Path folder, Measurements into) throws Exception {
        Path script = folder.resolve("copy.sql");
        Files.writeString(script, script(source));
        long started = System.nanoTime();
        Tool.run(
                List.of("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", script.toString()),
                target.environment(),
                folder.resolve("psql.txt"));
        into.add(name(), "seconds", (System.nanoTime() - started) / 1e9);
    }

    private static String script(BulkSource source) {
        StringBuilder script = new StringBuilder();
        for (String table : source.names()) {
            script.append("CREATE TABLE ")
                    .append(table)
                    .append(
                            "(id bigint NOT NULL, code text NOT NULL, customer bigint NOT NULL, price double precision,")
                    .append(" quantity bigint, state text, created text, note text, address text, remark text);\n")
                    .append("\\copy ")
                    .append(table)
                    .append(" FROM '")
                    .append(file(source, table))
                    .append("'\n");
        }
        for (String table : source.names()) {
            script.append(
                    "ALTER TABLE %1$s ADD PRIMARY KEY (id);%nCREATE UNIQUE INDEX ON %1$s(code);%n".formatted(table));
        }
        for (int i = 1; i < source.names().size(); i++) {
            script.append("ALTER TABLE %s ADD FOREIGN KEY (customer) REFERENCES %s(id);%n"
                    .formatted(source.names().get(i), source.names().get(i - 1)));
        }
        return script.toString();
    }
}
