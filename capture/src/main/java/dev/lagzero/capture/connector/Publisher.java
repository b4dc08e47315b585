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
 * Appends what the engine delivers to the changes topic. Nothing waits for acknowledgements: they come in order, and the
 * session counts a transaction as published when its end is acknowledged. After a record failed nothing counts any more.
 */
final class Publisher implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> {

    private final ChangeLog log;
    private final SourceSession session;
    private volatile @Nullable CaptureFault failure;

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
        committer.markProcessed(batch.getLast());
        committer.markBatchFinished();
    }

    private void append(SourceRecord record) throws InterruptedException {
        CaptureFault failed = failure;
        if (failed != null) {
            throw failed;
        }
        SourcePosition position = Records.position(record);
        Outgoing.Kind kind = Records.kind(record);
        log.append(record.kafkaPartition(), (byte[]) record.key(), (byte[]) record.value(), (offset, refused) -> {
            if (refused != null) {
                fail(refused);
            } else if (failure == null) {
                session.acknowledged(position, kind, offset);
            }
        });
    }

    /** The next batch may be long in coming: the session ends now. */
    private void fail(Exception refused) {
        if (failure == null) {
            failure = new CaptureFault(
                    "the changes topic did not take a record: " + refused.getMessage()
                            + ". Check Kafka, its disk and the permissions; then start again.",
                    refused);
            session.fail(failure);
        }
    }
}
