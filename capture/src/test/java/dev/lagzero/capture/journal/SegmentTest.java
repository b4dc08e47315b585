package dev.lagzero.capture.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lagzero.schemas.position.SourcePosition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentTest {

    private static final int SIZE = 64 << 20;

    /** Its syncs rest on it: who syncs up to the end has synced the last transaction that he saw before. */
    @Test
    void whoSeesATransactionFindsItBeforeTheEnd(@TempDir Path folder) throws IOException {
        Segment segment = Segment.create(folder, 1, SIZE);
        segment.begin(new SourcePosition(3, 0));
        RecordBuffer record = new RecordBuffer();
        record.align(Segment.ALIGNMENT);
        record.octet(1);
        record.align(Segment.ALIGNMENT);
        int taken = Segment.FRAME + record.length();
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            while (segment.hasRoom(record.length())) {
                segment.lay(record);
                segment.count(record.length());
            }
        });
        while (!writing.isDone()) {
            long seen = segment.last().sequence();
            long end = segment.end();
            assertTrue(end >= Segment.HEADER + seen * taken, () -> "transaction " + seen + " ends behind " + end);
        }
        writing.join();
    }
}
