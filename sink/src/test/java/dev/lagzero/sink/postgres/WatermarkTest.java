package dev.lagzero.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.row.RowEvent;
import dev.lagzero.sink.target.Target.Batch;
import dev.lagzero.sink.target.Target.SourceTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WatermarkTest extends PostgresCase {

    private static final String SHOWN =
            "SELECT string_agg(source || ' ' || epoch || ':' || sequence || ' ' || claimed_epoch, ', ' ORDER BY source)"
                    + " FROM lagzero.watermark";

    private static SourceTransaction empty(String source, long sequence, long millis) {
        SourcePosition position = new SourcePosition(1, sequence);
        return new SourceTransaction(List.of(), new RowEvent.Ended(source, position, false, 0, millis));
    }

    @Test
    void eachSourceOfABatchStandsAtItsLastTransaction() throws Exception {
        tenure.apply(new Batch(
                List.of(empty("shop", 1, 5), empty("till", 1, 5), empty("shop", 2, 6)), Map.of("other", 4L), 17));
        assertEquals("other 0:0 4, shop 1:2 1, till 1:1 1", ask(SHOWN));
        tenure.apply(new Batch(List.of(empty("till", 2, 7)), Map.of(), 18));
        assertEquals("other 0:0 4, shop 1:2 1, till 1:2 1", ask(SHOWN));
        assertEquals("18", ask("SELECT next_offset FROM lagzero.partition"));
    }

    @Test
    void aBatchWithoutTransactionsReadsOn() throws Exception {
        tenure.apply(new Batch(List.of(), Map.of("shop", 3L), 9));
        assertEquals("shop 0:0 3", ask(SHOWN));
        assertEquals("9", ask("SELECT next_offset FROM lagzero.partition"));
    }

    @Test
    void theTimeOfACommitIsKeptToTheMillisecond() throws Exception {
        long[] times = {0, 999, 1_763_734_001_001L, 1_763_734_001_999L, 4_102_444_800_123L};
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            tenure.apply(new Batch(List.of(empty("shop", i + 1, times[i])), Map.of(), i));
            kept.add(ask("SELECT (1000 * extract(epoch FROM commit_at))::numeric(20, 3)::text FROM lagzero.watermark"));
        }
        assertEquals(LongStream.of(times).mapToObj(time -> time + ".000").toList(), kept);
    }
}
