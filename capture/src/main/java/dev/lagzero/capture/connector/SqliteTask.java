package dev.lagzero.capture.connector;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.publish.HeadTopic;
import dev.lagzero.capture.publish.KafkaChangeLog;
import dev.lagzero.capture.session.Outlet;
import dev.lagzero.capture.session.SourceSession;
import dev.lagzero.capture.session.Wires;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/**
 * Hands the records of one source to a Connect worker. Connect's own offsets are not used: the topic's tail and the shadow
 * say where to go on. Acknowledgements come through {@link #commitRecord}.
 */
public final class SqliteTask extends SourceTask {

    private static final long WAIT_MILLIS = 100;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private @Nullable SourceSession session;
    private Outlet.@Nullable Taker taker;
    private String topic = "";

    @Override
    public void start(Map<String, String> properties) {
        ConnectorSettings settings = new ConnectorSettings(properties);
        topic = settings.topics().changes();
        try {
            open(settings);
        } catch (CaptureFault e) {
            stop();
            throw new ConnectException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
            throw new ConnectException("interrupted while starting", e);
        }
    }

    private void open(ConnectorSettings settings) throws InterruptedException {
        KafkaChangeLog log =
                KafkaChangeLog.open(settings.topics(), settings.kafka(), settings.getInt(ConnectorSettings.PARTITIONS));
        parts.push(log);
        HeadTopic heads = new HeadTopic(settings.topics(), settings.kafka());
        parts.push(heads);
        // A worker's Kafka cannot be told to sync: what it acknowledges counts as durable.
        Wires wires = new Wires(log, heads, partition -> {});
        parts.push(wires);
        SourceSession open = SourceSession.open(settings.session(), wires);
        parts.push(open);
        session = open;
        taker = wires.outlet().taker();
        parts.push(taker);
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
        try {
            open().failure().getNow(null);
        } catch (CompletionException e) {
            throw new ConnectException(e.getCause().getMessage(), e.getCause());
        }
        return taker == null
                ? List.of()
                : taker.next(WAIT_MILLIS).map(batch -> Records.of(batch, topic)).orElse(List.of());
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
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
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
