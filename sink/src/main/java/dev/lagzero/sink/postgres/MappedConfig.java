package dev.lagzero.sink.postgres;

import dev.lagzero.sink.book.Projections;
import dev.lagzero.sink.graph.GraphKind;
import java.util.Optional;

/**
 * A projection whose mapping says which rows of which tables come about: the tables are there already, or come with a
 * catalog.
 *
 * @param schema of tables that the mapping names without one
 * @param catalog whose tables are made, and brought up to date, at the start
 * @param ageGraph what the graph is called in Apache AGE
 * @param graphSchema where its tables are otherwise
 */
public record MappedConfig(
        String schema, Optional<CatalogTables> catalog, GraphKind graph, String ageGraph, String graphSchema) {

    static MappedConfig at(Projections.Place place) {
        return new MappedConfig(
                place.schema(),
                Optional.empty(),
                GraphKind.valueOf(place.graph()),
                place.ageGraph(),
                place.graphSchema());
    }

    Projections.Place place() {
        return new Projections.Place(schema, graph.name(), ageGraph, graphSchema);
    }

    /**
     * The definitions of a catalog's tables.
     *
     * @param name in messages, and in the name of the table that remembers their version
     * @param location of the versioned SQL files on the class path
     */
    public record CatalogTables(String name, String location) {}
}
