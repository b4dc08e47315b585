package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.row.Place;
import dev.lagzero.schemas.row.Row;
import dev.lagzero.sink.book.Bookkeeping;
import dev.lagzero.sink.given.GivenTables;
import dev.lagzero.sink.given.Partitions;
import dev.lagzero.sink.graph.GraphNames;
import dev.lagzero.sink.graph.GraphSite;
import dev.lagzero.sink.graph.Label;
import dev.lagzero.sink.jdbc.Connections;
import dev.lagzero.sink.jdbc.Transaction;
import dev.lagzero.sink.mapped.MappedRow;
import dev.lagzero.sink.mapped.MappedRun;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one worker knows of the tables and labels that a mapping fills. What is missing of it is made beforehand, in
 * transactions of the owner: it does no harm when no row follows.
 *
 * @param writer the quoted role that fills them; empty when the owner does
 */
record MappedSite(Connections connections, GraphSite graph, GivenTables tables, Partitions partitions, String writer) {

    /** Whether the graph of a mapped projection can be where the settings want it. */
    static void check(Connection owner, PostgresConfig config) throws SQLException, TargetException {
        graph(owner, config);
    }

    static MappedSite of(Connection connection, Connections connections, PostgresConfig config)
            throws SQLException, TargetException {
        GivenTables tables = new GivenTables(
                config.projection().name(), config.mapped().orElseThrow().schema());
        return new MappedSite(
                connections, graph(connection, config), tables, new Partitions(tables), config.quotedWriter());
    }

    private static GraphSite graph(Connection connection, PostgresConfig config) throws SQLException, TargetException {
        MappedConfig mapped = config.mapped().orElseThrow();
        GraphNames names = new GraphNames(
                config.projection().name(), mapped.ageGraph(), mapped.graphSchema(), config.quotedWriter());
        return GraphSite.of(connection, mapped.graph(), names);
    }

    void prepare(MappedRun run) throws SQLException, TargetException {
        Set<String> unknown = new TreeSet<>();
        run.rows().stream()
                .filter(row -> row.place().kind() == Place.Kind.TABLE)
                .forEach(row -> unknown.add(row.place().name()));
        run.history().forEach(step -> unknown.add(step.row().table()));
        unknown.removeIf(tables::knows);
        Set<Label> labels = graph.missing(run.rows());
        if (!unknown.isEmpty() || !labels.isEmpty()) {
            make(unknown, labels);
        }
        for (MappedRow row : run.rows()) {
            if (row.writes()) {
                partitions.note(row.place(), row.image());
            }
        }
        for (MappedRun.HistoryStep step : run.history()) {
            if (step.row() instanceof Row.Append append) {
                partitions.note(Place.table(append.table()), append.image());
            }
        }
        makePartitions();
    }

    private void makePartitions() throws SQLException {
        if (partitions.areWanted()) {
            try (Transaction transaction = Transaction.begin(connections.owner())) {
                Bookkeeping.lock(transaction.connection());
                partitions.make(transaction.connection());
                transaction.commit();
            }
        }
    }

    /** For a row that was parked. */
    void prepare(MappedRow row) throws SQLException, TargetException {
        Set<Label> labels = graph.missing(List.of(row));
        if (!labels.isEmpty()) {
            make(Set.of(), labels);
        }
        if (row.place().kind() == Place.Kind.TABLE) {
            learn(Set.of(row.place().name()));
        }
        if (row.writes()) {
            partitions.note(row.place(), row.image());
        }
        makePartitions();
    }

    /** For rows that are known from the book alone. */
    void learn(Set<String> names) throws SQLException, TargetException {
        Set<String> unknown = new TreeSet<>(names);
        unknown.removeIf(tables::knows);
        if (!unknown.isEmpty()) {
            make(unknown, Set.of());
        }
    }

    private void make(Set<String> unknown, Set<Label> labels) throws SQLException, TargetException {
        try (Transaction transaction = Transaction.begin(connections.owner())) {
            Bookkeeping.lock(transaction.connection());
            for (String name : unknown) {
                tables.learn(transaction.connection(), name, writer);
            }
            graph.make(transaction.connection(), labels);
            transaction.commit();
        }
    }
}
