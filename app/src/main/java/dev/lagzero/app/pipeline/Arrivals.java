package dev.lagzero.app.pipeline;

import dev.lagzero.sink.book.Catalogue;
import dev.lagzero.sink.book.Parking;
import dev.lagzero.sink.book.SourceSchemas;
import dev.lagzero.sink.book.Stage;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.shape.Relation;
import dev.lagzero.sink.shape.TargetConstraint;
import dev.lagzero.sink.shape.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads from the target what the first copy of a source made of its tables.
 *
 * @param notices what is known of the sources besides, by source
 */
record Arrivals(String projection, Map<String, List<String>> notices) {

    private static final int LONGEST_LIST = 100;

    Arrival read(Connection connection, String source) throws SQLException {
        List<Arrival.ArrivedTable> tables = new ArrayList<>();
        List<String> constraints = new ArrayList<>();
        List<String> all = new ArrayList<>(notices.getOrDefault(source, List.of()));
        String schema = new SourceSchemas(projection).of(connection, source).orElse(source);
        Map<String, TargetTable> own = new TreeMap<>(new Catalogue(projection, schema).read(connection, Stage.LIVE));
        own.values().removeIf(table -> !table.source().equals(source));
        for (TargetTable table : own.values()) {
            if (!exists(connection, schema, table.name())) {
                continue;
            }
            tables.add(new Arrival.ArrivedTable(table.name(), count(connection, schema, table.name()), columns(table)));
            table.constraints().stream()
                    .filter(constraint -> constraint.state() == TargetConstraint.State.SET_ASIDE)
                    .map(constraint ->
                            table.name() + ": " + constraint.declaration() + " (" + constraint.reason() + ")")
                    .forEach(constraints::add);
            table.definition().notices().forEach(notice -> all.add(table.name() + ": " + notice));
        }
        new Parking(projection)
                .outlines(connection).stream()
                        .filter(row -> row.source().equals(source) && row.key().size() == 0)
                        .forEach(row -> all.add(row.table() + " is parked as a whole: " + row.reason()));
        return new Arrival(tables, constraints, all);
    }

    /** The source may have dropped it since, or somebody else. */
    private static boolean exists(Connection connection, String schema, String table) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT to_regclass(format('%I.%I', ?::text, ?::text)) IS NOT NULL")) {
            statement.setString(1, schema);
            statement.setString(2, table);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    private static long count(Connection connection, String schema, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*) FROM " + DriverQuoting.DIALECT.relation(new Relation(schema, table)))) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static String columns(TargetTable table) {
        String list = table.columns().stream()
                .map(column -> column.name() + " " + column.type().sqlName())
                .collect(Collectors.joining(", "));
        return list.length() <= LONGEST_LIST ? list : list.substring(0, LONGEST_LIST - 4) + " ...";
    }
}
