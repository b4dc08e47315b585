package dev.lagzero.bench.load;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.Folders;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.bulk.BulkSource;
import dev.lagzero.bench.target.TargetDatabase;
import dev.lagzero.bench.target.TargetServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** From SQLite into Postgres: all rows, keys, indexes and references; for Lagzero, until its lag is zero. */
public final class LoadBench implements Bench {

    private final int tables;
    private final long rows;

    public LoadBench(int tables, long rows) {
        this.tables = tables;
        this.rows = rows;
    }

    @Override
    public String name() {
        return "load";
    }

    @Override
    public String about() {
        return "SQLite into Postgres, from the start to equal: Lagzero, pgloader, psql \\copy";
    }

    @Override
    public String base() {
        return PgLoader.NAME;
    }

    @Override
    public int usualRounds() {
        return 5;
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        BulkSource source = new BulkSource(folder.resolve("bulk.db"), tables, rows);
        source.create();
        List<Loader> loaders = new ArrayList<>();
        for (Loader loader : List.of(new LagzeroLoader(), new PgLoader(), new PsqlCopy())) {
            if (loader.missing().isEmpty()) {
                loader.prepare(source, folder);
                loaders.add(loader);
            } else {
                System.err.println(loader.name() + " is skipped: " + loader.missing());
            }
        }
        try (TargetServer server = TargetServer.start(folder)) {
            for (int round = 0; round < rounds; round++) {
                for (Loader loader : loaders) {
                    measure(source, loader, server, into);
                }
            }
        }
    }

    private static void measure(BulkSource source, Loader loader, TargetServer server, Measurements into)
            throws Exception {
        Path room = Files.createDirectory(source.file().resolveSibling("room"));
        try (TargetDatabase target = server.fresh()) {
            loader.load(source, target, room, into);
            check(source, loader, target);
        } finally {
            Folders.delete(room);
        }
    }

    private static void check(BulkSource source, Loader loader, TargetDatabase target) throws SQLException {
        for (String table : source.names()) {
            long there = target.count(table);
            if (there != source.rowsEach()) {
                throw new IllegalStateException(
                        loader.name() + " left " + there + " rows in " + table + ", not " + source.rowsEach());
            }
        }
    }
}
