package dev.lagzero.capture.connector;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.follow.Rounds;
import dev.lagzero.capture.publish.HeadTopic;
import dev.lagzero.capture.publish.KafkaChangeLog;
import dev.lagzero.capture.session.Outgoing;
import dev.lagzero.capture.session.SourceSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/**
 * Hands a session's records to whoever runs the task. Connect's own offsets are not used: the topic's tail and the
 * shadow say where to go on. In a worker, acknowledgements come through {@link #commitRecord}; the engine runner tells
 * the session itself.
 */
public final class SqliteTask extends SourceTask {

    private static final long WAIT_MILLIS = 100;

    private @Nullable SourceSession session;
    private @Nullable AutoCloseable owned;
    private String topic = "";
    private Map<String, String> source = Map.of();

    @Override
    public void start(Map<String, String> properties) {
        ConnectorSettings settings = new ConnectorSettings(properties);
        topic = settings.topics().changes();
        source = Records.source(settings.getString(ConnectorSettings.SOURCE_NAME));
        String id = settings.getString(ConnectorSettings.SESSION);
        session = id.isEmpty() ? open(settings) : Sessions.get(id);
    }

    private SourceSession open(ConnectorSettings settings) {
        try {
            KafkaChangeLog log = KafkaChangeLog.open(
                    settings.topics(), settings.kafka(), settings.getInt(ConnectorSettings.PARTITIONS));
            HeadTopic heads = new HeadTopic(settings.topics(), settings.kafka());
            Rounds rounds = new Rounds();
            try {
                SourceSession opened =
                        SourceSession.open(settings.session(), new SourceSession.Wires(log, heads, rounds));
                owned = () -> {
                    opened.close();
                    rounds.close();
                    heads.close();
                    log.close();
                };
                return opened;
            } catch (CaptureFault e) {
                rounds.close();
                heads.close();
                log.close();
                throw e;
            }
        } catch (CaptureFault e) {
            throw new ConnectException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while starting", e);
        }
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        SourceSession open = open();
        try {
            open.failure().getNow(null);
        } catch (CompletionException e) {
            throw new ConnectException(e.getCause().getMessage(), e.getCause());
        }
        List<Outgoing> batch = open.outbox().next(WAIT_MILLIS);
        List<SourceRecord> records = new ArrayList<>(batch.size());
        for (Outgoing record : batch) {
            records.add(Records.of(source, topic, open.partition(), record));
        }
        return records;
    }

    private SourceSession open() {
        if (session == null) {
            throw new IllegalStateException("the task was not started");
        }
        return session;
    }

    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (metadata != null) {
            open().acknowledged(Records.position(record), Records.kind(record), metadata.offset());
        }
    }

    @Override
    public void stop() {
        AutoCloseable closing = owned;
        owned = null;
        if (closing != null) {
            try {
                closing.close();
            } catch (Exception e) {
                throw new ConnectException("stopping failed: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public String version() {
        return "1";
    }
}
