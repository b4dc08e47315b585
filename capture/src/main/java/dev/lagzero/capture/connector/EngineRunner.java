package dev.lagzero.capture.connector;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.publish.ChangeLog;
import dev.lagzero.capture.session.SessionConfig;
import dev.lagzero.capture.session.SourceSession;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Runs the connector in a Debezium Embedded engine, on a thread of its own, until closed or failed. */
public final class EngineRunner implements AutoCloseable {

    private static final long CLOSE_MILLIS = 20_000;

    private final String id = UUID.randomUUID().toString();
    private final SourceSession session;
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final Thread thread;

    private EngineRunner(SessionConfig config, SourceSession session, ChangeLog log) {
        this.session = session;
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(properties(config, id))
                .using(this::ended)
                .notifying(new Publisher(log, session))
                .build();
        this.thread = new Thread(engine, "publish-" + config.source());
        this.thread.setDaemon(true);
    }

    public static EngineRunner start(SessionConfig config, SourceSession session, ChangeLog log) {
        EngineRunner runner = new EngineRunner(config, session, log);
        Sessions.put(runner.id, session);
        runner.thread.start();
        return runner;
    }

    private static Properties properties(SessionConfig config, String id) {
        Properties properties = new Properties();
        properties.setProperty("name", "lagzero-" + config.source());
        properties.setProperty("connector.class", SqliteConnector.class.getName());
        // The topic's tail says where to go on; an offset file beside it could only disagree.
        properties.setProperty("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        properties.setProperty("record.processing.threads", "1");
        properties.setProperty(ConnectorSettings.PIPELINE, config.topics().pipeline());
        properties.setProperty(ConnectorSettings.SOURCE_NAME, config.source());
        properties.setProperty(ConnectorSettings.SOURCE_FILE, config.file().toString());
        properties.setProperty(
                ConnectorSettings.DATA_DIRECTORY, config.dataDirectory().toString());
        properties.setProperty(ConnectorSettings.SESSION, id);
        return properties;
    }

    private void ended(boolean success, @Nullable String message, @Nullable Throwable error) {
        if (error != null) {
            session.fail(cause(error));
        } else if (!success) {
            session.fail(new CaptureFault("the Debezium engine ended: " + message));
        }
    }

    /** The engine wraps what went wrong; our own words, if there are any, say it best. */
    private static Throwable cause(Throwable error) {
        for (Throwable at = error; at != null; at = at.getCause()) {
            if (at instanceof CaptureFault) {
                return at;
            }
        }
        return error;
    }

    @Override
    public void close() {
        long until = System.currentTimeMillis() + CLOSE_MILLIS;
        boolean interrupted = false;
        while (thread.isAlive() && System.currentTimeMillis() < until) {
            try {
                stop();
                thread.join(50);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        Sessions.remove(id);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** An engine that is just starting or already stopping refuses to be closed: then it takes another try, or none. */
    private void stop() throws InterruptedException {
        try {
            engine.close();
        } catch (IllegalStateException e) {
            thread.join(50);
        } catch (IOException e) {
            throw new CaptureFault("the Debezium engine did not stop: " + e.getMessage(), e);
        }
    }
}
