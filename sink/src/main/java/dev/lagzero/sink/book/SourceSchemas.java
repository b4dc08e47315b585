package dev.lagzero.sink.book;

import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which schema the tables of each source go to. It is decided when a source is first seen and remembered, so that sources
 * which come later move nothing.
 */
public final class SourceSchemas {

    private final String projection;

    public SourceSchemas(String projection) {
        this.projection = projection;
    }

    /** @param chosen somebody asked for this schema; otherwise it is a proposal, and the source's name will do as well */
    public record Wish(String schema, boolean chosen) {}

    /** By source. */
    public Map<String, String> all(Connection connection) throws SQLException {
        Map<String, String> all = new TreeMap<>();
        record Pair(String source, String schema) {}
        Sql.query(
                        connection,
                        row -> new Pair(row.getString(1), row.getString(2)),
                        "SELECT source, target_schema FROM lagzero.source WHERE projection = ?",
                        projection)
                .forEach(pair -> all.put(pair.source(), pair.schema()));
        return all;
    }

    public Optional<String> of(Connection connection, String source) throws SQLException {
        return Sql.query(
                        connection,
                        row -> row.getString(1),
                        "SELECT target_schema FROM lagzero.source WHERE projection = ? AND source = ?",
                        projection,
                        source)
                .stream()
                .findFirst();
    }

    /** What the target remembers, else the wish, else the source's name. Two sources share a schema only when asked to. */
    public String decide(Connection connection, String source, Wish wish) throws SQLException, TargetException {
        Optional<String> known = of(connection, source);
        if (known.isPresent()) {
            if (wish.chosen() && !known.get().equals(wish.schema())) {
                throw new TargetException.Refused("the tables of source " + source + " are in schema " + known.get()
                        + ", not in " + wish.schema() + ": leave its schema as it was, or let go of them first:"
                        + " lagzero reset --source " + source);
            }
            return known.get();
        }
        String schema = wish.chosen() || isFree(connection, wish.schema()) ? wish.schema() : source;
        refuseTaken(connection, source, schema);
        Sql.update(
                connection,
                "INSERT INTO lagzero.source (projection, source, target_schema) VALUES (?, ?, ?)",
                projection,
                source,
                schema);
        return schema;
    }

    private boolean isFree(Connection connection, String schema) throws SQLException {
        return !Sql.exists(
                connection,
                "SELECT 1 FROM lagzero.source WHERE projection = ? AND target_schema = ?",
                projection,
                schema);
    }

    private void refuseTaken(Connection connection, String source, String schema) throws SQLException, TargetException {
        if (schema.startsWith(Bookkeeping.SCHEMA) || schema.startsWith("pg_")) {
            throw new TargetException.Refused("source " + source + " cannot have schema " + schema
                    + ", which is not for tables of sources: choose another (sources: [{url: ..., schema: ...}])");
        }
        Optional<String> other = Sql.query(
                        connection,
                        row -> row.getString(1),
                        "SELECT projection FROM lagzero.source WHERE projection <> ? AND target_schema = ?",
                        projection,
                        schema)
                .stream()
                .findFirst();
        if (other.isPresent()) {
            throw new TargetException.Refused("schema " + schema + " belongs to projection " + other.get()
                    + ": choose another schema for source " + source + " of projection " + projection);
        }
    }

    public void forget(Connection connection, String source) throws SQLException {
        Sql.update(connection, "DELETE FROM lagzero.source WHERE projection = ? AND source = ?", projection, source);
    }
}
