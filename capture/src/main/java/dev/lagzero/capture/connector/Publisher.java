package dev.lagzero.capture.connector;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.publish.ChangeLog;
import dev.lagzero.capture.session.Outgoing;
import dev.lagzero.capture.session.SourceSession;
import dev.lagzero.schemas.position.SourcePosition;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Appends what the engine delivers to the changes topic. Batches overlap, so that making records and sending them do
 * too; at the end of a transaction it waits for the acknowledgements. After a record failed nothing counts any more.
 */
final class Publisher implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> {

    private final ChangeLog log;
    private final SourceSession session;
    private volatile @Nullable Exception failure;

    Publisher(ChangeLog log, SourceSession session) {
        this.log = log;
        this.session = session;
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> batch,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        for (RecordChangeEvent<SourceRecord> event : batch) {
            append(event.record());
        }
        RecordChangeEvent<SourceRecord> last = batch.getLast();
        if (Records.kind(last.record()) == Outgoing.Kind.END) {
            log.flush();
            throwIfFailed();
            committer.markProcessed(last);
        }
        committer.markBatchFinished();
    }

    private void append(SourceRecord record) throws InterruptedException {
        throwIfFailed();
        SourcePosition position = Records.position(record);
        Outgoing.Kind kind = Records.kind(record);
        log.append(record.kafkaPartition(), (byte[]) record.key(), (byte[]) record.value(), (offset, failed) -> {
            if (failed != null) {
                failure = failure == null ? failed : failure;
            } else if (failure == null) {
                session.acknowledged(position, kind, offset);
            }
        });
    }

    private void throwIfFailed() {
        Exception failed = failure;
        if (failed != null) {
            throw new CaptureFault(
                    "the changes topic did not take a record: " + failed.getMessage()
                            + ". Check Kafka, its disk and the permissions; then start again.",
                    failed);
        }
    }
}
