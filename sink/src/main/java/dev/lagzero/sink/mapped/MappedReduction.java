package dev.lagzero.sink.mapped;

import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.target.Target.SourceTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From transactions to runs that can be applied at once; a snapshot is a run of its own. */
public final class MappedReduction {

    private MappedReduction() {}

    /** The transactions of each source keep their order. */
    public static List<MappedRun> runs(List<SourceTransaction> transactions) {
        List<MappedRun> runs = new ArrayList<>();
        Map<String, MappedRun> open = new HashMap<>();
        for (SourceTransaction transaction : transactions) {
            RowEvent.Ended ended = transaction.ended();
            MappedRun run = open.get(ended.source());
            if (run == null || ended.snapshot() || run.snapshot()) {
                run = new MappedRun(ended.source(), ended.snapshot());
                open.put(ended.source(), run);
                runs.add(run);
            }
            run.addTransaction(transaction.parts());
        }
        return runs;
    }
}
