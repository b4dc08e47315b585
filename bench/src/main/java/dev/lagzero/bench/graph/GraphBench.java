package dev.lagzero.bench.graph;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.Measurements;
import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.sink.book.SourceSchemas.Wish;
import dev.lagzero.sink.ddl.OnDrop;
import dev.lagzero.sink.graph.GraphKind;
import dev.lagzero.sink.postgres.MappedConfig;
import dev.lagzero.sink.postgres.PostgresConfig;
import dev.lagzero.sink.postgres.PostgresTarget;
import dev.lagzero.sink.target.Target.Partition;
import dev.lagzero.sink.target.Target.Tenure;
import dev.lagzero.sink.target.TargetException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Vertices, shared vertices and edges in batches as a worker gathers them, into Apache AGE and into plain tables. */
public final class GraphBench implements Bench {

    private static final int BATCHES = 40;
    private static final String SOURCE = "bench";

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
    public String base() {
        return "tables";
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        if (url.isEmpty()) {
            throw new IllegalArgumentException("--target: missing; name a database that has Apache AGE");
        }
        String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        for (int round = 0; round < rounds; round++) {
            for (GraphKind kind : new GraphKind[] {GraphKind.TABLES, GraphKind.AGE}) {
                String name = "bench_" + run + "_" + kind.name().toLowerCase(java.util.Locale.ROOT) + round;
                measure(kind, name, into);
            }
        }
    }

    private void measure(GraphKind kind, String name, Measurements into) throws TargetException {
        String alternative = kind == GraphKind.AGE ? "age" : "tables";
        try (PostgresTarget target = PostgresTarget.open(config(kind, name));
                Tenure tenure = target.takeOver(new Partition(name, "topic", 0))) {
            GraphRows rows = new GraphRows(SOURCE);
            tenure.apply(rows.inserts(0));
            long began = System.nanoTime();
            for (int batch = 1; batch <= BATCHES; batch++) {
                tenure.apply(rows.inserts(batch));
            }
            into.add(alternative, "inserted rows/s", BATCHES * GraphRows.ROWS * 1e9 / (System.nanoTime() - began));
            began = System.nanoTime();
            for (int batch = 1; batch <= BATCHES; batch++) {
                tenure.apply(rows.updates(batch));
            }
            into.add(alternative, "updated rows/s", BATCHES * GraphRows.ROWS * 1e9 / (System.nanoTime() - began));
        }
    }

    private PostgresConfig config(GraphKind kind, String name) {
        String user = System.getenv().getOrDefault("PGUSER", "postgres");
        String password = System.getenv().getOrDefault("PGPASSWORD", "");
        return new PostgresConfig(
                url,
                user,
                password,
                user,
                password,
                Map.of(SOURCE, new Wish(name, true)),
                new Projection(name, "bench"),
                OnDrop.KEEP,
                Optional.of(new MappedConfig(name, Optional.empty(), kind, name + "_graph", name)));
    }
}
