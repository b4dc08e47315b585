package dev.lagzero.bench.load;

import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.bulk.BulkSource;
import dev.lagzero.bench.process.Tool;
import dev.lagzero.bench.target.TargetDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The bulk loader that people use today, with its defaults as far as its memory allows. */
final class PgLoader implements Loader {

    static final String NAME = "pgloader";

    /** Rows read ahead, its default for a table. Several tables share it: with as many for each, its heap of 1 GB is not enough. */
    private static final int READ_AHEAD = 100_000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String missing() {
        return Tool.isInstalled(NAME) ? "" : "install the package pgloader";
    }

    @Override
    public void load(BulkSource source, TargetDatabase target, Path folder, Measurements into) throws Exception {
        Path script = folder.resolve("pgloader.load");
        Files.writeString(
                script,
                "LOAD DATABASE FROM sqlite://" + source.file() + " INTO " + target.uri()
                        + " WITH include drop, create tables, create indexes, reset sequences, foreign keys, prefetch rows = "
                        + READ_AHEAD / source.tables() + ";\n");
        long started = System.nanoTime();
        Tool.run(List.of(NAME, script.toString()), Map.of(), folder.resolve("pgloader.txt"));
        into.add(name(), "seconds", (System.nanoTime() - started) / 1e9);
    }
}
