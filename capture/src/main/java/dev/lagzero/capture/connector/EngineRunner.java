package dev.lagzero.capture.connector;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.publish.ChangeLog;
import dev.lagzero.capture.session.Outlet;
import dev.lagzero.schemas.topic.Topics;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Publishes all sources of a process in one Debezium Embedded engine, on threads of its own, until closed or failed. */
public final class EngineRunner implements AutoCloseable {

    private static final long CLOSE_MILLIS = 20_000;

    /** Decoding takes a core, and a long first copy must not be in everybody's way. */
    private static final int TASKS = Math.clamp(Runtime.getRuntime().availableProcessors(), 2, 4);

    private final String id = UUID.randomUUID().toString();
    private final Outlet outlet;
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final Thread thread;

    private EngineRunner(Topics topics, Outlet outlet, ChangeLog log) {
        this.outlet = outlet;
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(properties(topics, id))
                .using(this::ended)
                .notifying(new Publisher(log, outlet))
                .build();
        this.thread = new Thread(engine, "publish");
        this.thread.setDaemon(true);
    }

    public static EngineRunner start(Topics topics, Outlet outlet, ChangeLog log) {
        EngineRunner runner = new EngineRunner(topics, outlet, log);
        Outlets.put(runner.id, outlet);
        runner.thread.start();
        return runner;
    }

    private static Properties properties(Topics topics, String id) {
        Properties properties = new Properties();
        properties.setProperty("name", "lagzero-" + topics.pipeline());
        properties.setProperty("connector.class", OutletConnector.class.getName());
        // The topic's tail says where to go on; an offset file beside it could only disagree.
        properties.setProperty("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        properties.setProperty("record.processing.threads", "1");
        properties.setProperty("tasks.max", Integer.toString(TASKS));
        properties.setProperty(OutletConnector.OUTLET, id);
        properties.setProperty(OutletConnector.TOPIC, topics.changes());
        return properties;
    }

    private void ended(boolean success, @Nullable String message, @Nullable Throwable error) {
        if (error != null) {
            outlet.fail(cause(error));
        } else if (!success) {
            outlet.fail(new CaptureFault("the Debezium engine ended: " + message));
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
        Outlets.remove(id);
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
