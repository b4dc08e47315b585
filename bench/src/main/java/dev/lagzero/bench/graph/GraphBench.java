package dev.lagzero.bench.graph;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.Measurements;
import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.Normalizer;
import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.schemas.mapping.catalog.Catalog;
import dev.lagzero.schemas.mapping.file.Settings;
import dev.lagzero.sink.book.SourceSchemas.Wish;
import dev.lagzero.sink.ddl.OnDrop;
import dev.lagzero.sink.graph.GraphKind;
import dev.lagzero.sink.postgres.MappedConfig;
import dev.lagzero.sink.postgres.MappedConfig.CatalogTables;
import dev.lagzero.sink.postgres.PostgresConfig;
import dev.lagzero.sink.postgres.PostgresTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a mapping yields, in batches as workers gather them, four workers at once: vertices, shared vertices and edges into
 * Apache AGE and into plain tables; rows of the governance catalog, mapped on the way, into its tables.
 */
public final class GraphBench implements Bench {

    private static final int WORKERS = 4;
    private static final int BATCHES = 12;

    private final String url;

    /** @param url of a database with Apache AGE; {@code PGUSER} and {@code PGPASSWORD} say who may use it */
    public GraphBench(String url) {
        this.url = url;
    }

    @Override
    public String name() {
        return "graph";
    }

    @Override
    public String about() {
        return "Rows of mappings into Apache AGE, into plain tables, and through a catalog";
    }

    @Override
    public String base() {
        return "graph in tables";
    }

    @Override
    public String missing() {
        return url.isEmpty() ? "--target: name a database that has Apache AGE, or set LAGZERO_AGE_ROOT" : "";
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        for (int round = 0; round < rounds; round++) {
            graph(GraphKind.TABLES, "graph in tables", run + round, into);
            graph(GraphKind.AGE, "graph in AGE", run + round, into);
            relational(run, round, into);
        }
    }

    private void graph(GraphKind kind, String alternative, String run, Measurements into) throws Exception {
        String name = "bench_" + run + "_" + kind.name().toLowerCase(Locale.ROOT);
        MappedConfig mapped = new MappedConfig(name, Optional.empty(), kind, name + "_graph", name);
        List<GraphRows> rows = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            rows.add(new GraphRows(name + worker));
        }
        try (PostgresTarget target = PostgresTarget.open(config(name, mapped));
                Workers workers = Workers.of(target, name, rows)) {
            workers.apply(1);
            into.add(alternative, "inserted rows/s", workers.apply(BATCHES));
            rows.forEach(GraphRows::again);
            into.add(alternative, "updated rows/s", workers.apply(BATCHES));
        }
    }

    /** The catalog names its schemas itself: each round's sources add to the rows of the round before. */
    private void relational(String run, int round, Measurements into) throws Exception {
        String name = "bench_" + run + "_governance";
        String sources = name + "_" + round + "_";
        Catalog catalog = Catalog.GOVERNANCE;
        MappedConfig mapped = new MappedConfig(
                name,
                Optional.of(new CatalogTables(catalog.title(), catalog.location())),
                GraphKind.TABLES,
                name,
                name);
        Mapping mapping = catalog.mapping(Settings.of("UTC", "salt"));
        List<GovernanceChanges> changes = new ArrayList<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            changes.add(new GovernanceChanges(sources + worker, new Normalizer(mapping)));
        }
        try (PostgresTarget target = PostgresTarget.open(config(sources, mapped));
                Workers workers = Workers.of(target, sources, changes)) {
            workers.apply(1);
            into.add("governance tables", "inserted rows/s", workers.apply(3 * BATCHES));
        }
    }

    private PostgresConfig config(String sources, MappedConfig mapped) {
        String user = System.getenv().getOrDefault("PGUSER", "postgres");
        String password = System.getenv().getOrDefault("PGPASSWORD", "");
        Map<String, Wish> schemas = new TreeMap<>();
        for (int worker = 0; worker < WORKERS; worker++) {
            schemas.put(sources + worker, new Wish(mapped.schema(), true));
        }
        return new PostgresConfig(
                url,
                user,
                password,
                user,
                password,
                schemas,
                new Projection(mapped.schema(), "bench"),
                OnDrop.KEEP,
                Optional.of(mapped));
    }
}
