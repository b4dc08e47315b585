package dev.lagzero.bench.decode;

import dev.lagzero.bench.Bench;
import dev.lagzero.bench.Measurements;
import dev.lagzero.bench.Processes;
import dev.lagzero.bench.writer.Load;
import dev.lagzero.bench.writer.Written;
import dev.lagzero.bench.writer.WrittenDatabase;
import java.nio.file.Path;
import java.util.List;

/**
 * How many row changes one thread makes of the pages that wait in the spool: decoded, compared with what was before, and
 * written as the records of the changes topic. An application wrote them meanwhile, and nothing else is to be done.
 */
public final class DecodeBench implements Bench {

    private static final List<Load> LOADS = List.of(new Load("100 rows", 100, 0), new Load("1 row", 1, 0));

    /** Rounds that are not counted. */
    private static final int WARMING = 3;

    @Override
    public String name() {
        return "decode";
    }

    @Override
    public String about() {
        return "Row changes a second that one thread makes of pages in the spool";
    }

    @Override
    public String base() {
        return "100 rows";
    }

    @Override
    public List<String> charted() {
        return List.of("row changes/s of CPU");
    }

    @Override
    public void run(Path folder, int rounds, Measurements into) throws Exception {
        WrittenDatabase database = WrittenDatabase.create(folder.resolve("decoded.db"), 0);
        Process decoder = Processes.start(
                DecodeProcess.class,
                "256m",
                List.of(folder.toString(), database.file().toString()));
        Processes.line(decoder);
        for (int round = -WARMING; round < rounds; round++) {
            // Until Java has compiled what is hot.
            Measurements counted = round < 0 ? new Measurements() : into;
            for (Load load : LOADS) {
                Written.by(load, database);
                String[] taken = Processes.ask(decoder).split(" ");
                double rows = Double.parseDouble(taken[0]);
                counted.add(load.name(), "row changes/s of CPU", rows * 1e9 / Double.parseDouble(taken[2]));
                counted.add(load.name(), "row changes/s", rows * 1e9 / Double.parseDouble(taken[1]));
                counted.add(load.name(), "row changes", rows);
            }
        }
        Processes.end(decoder);
    }
}
