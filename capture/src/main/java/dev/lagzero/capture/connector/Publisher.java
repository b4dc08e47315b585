package dev.lagzero.capture.connector;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.publish.ChangeLog;
import dev.lagzero.capture.session.Outgoing;
import dev.lagzero.capture.session.Outlet;
import dev.lagzero.capture.session.SourceSession;
import dev.lagzero.schemas.position.SourcePosition;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Appends what the engine delivers to the changes topic: a batch holds records of one source. Nothing waits for
 * acknowledgements: they come in order, and the session counts a transaction as published when its end is acknowledged.
 * After a record failed nothing of its source counts any more, and nothing more of it is appended; the other sources go
 * on. The engine's offsets are not used, so nothing is committed to it.
 */
final class Publisher implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> {

    private final ChangeLog log;
    private final Outlet outlet;

    Publisher(ChangeLog log, Outlet outlet) {
        this.log = log;
        this.outlet = outlet;
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> batch,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        Optional<SourceSession> session =
                outlet.session(Records.source(batch.getFirst().record()));
        if (session.isPresent()) {
            for (RecordChangeEvent<SourceRecord> event : batch) {
                append(session.get(), event.record());
            }
        }
    }

    private void append(SourceSession session, SourceRecord record) throws InterruptedException {
        if (session.hasFailed()) {
            return;
        }
        SourcePosition position = Records.position(record);
        Outgoing.Kind kind = Records.kind(record);
        try {
            log.append(record.kafkaPartition(), (byte[]) record.key(), (byte[]) record.value(), (offset, refused) -> {
                if (refused != null) {
                    fail(session, refused);
                } else if (!session.hasFailed()) {
                    session.acknowledged(position, kind, offset);
                }
            });
        } catch (CaptureFault refused) {
            fail(session, refused);
        }
    }

    /** The next batch may be long in coming: the session ends now. */
    private static void fail(SourceSession session, Exception refused) {
        session.fail(new CaptureFault(
                "the changes topic did not take a record: " + refused.getMessage()
                        + ". Check Kafka, its disk and the permissions; then start again.",
                refused));
    }
}
