package dev.lagzero.capture;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.session.EarlyCopy;
import dev.lagzero.capture.session.Ground;
import dev.lagzero.capture.session.SessionConfig;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * First copies that are begun before there is a Kafka to publish them to. {@link Captures} go on with them; what nobody
 * goes on with is put down by {@link #close}. Thread-safe.
 */
public final class EarlyCaptures implements AutoCloseable {

    private final Ground ground = new Ground();
    private final Map<String, EarlyCopy> copies = new ConcurrentHashMap<>();
    private final Map<String, CaptureFault> faults = new ConcurrentHashMap<>();

    /**
     * Begins to copy a source, unless an earlier run left something of it. What is wrong with it is told by
     * {@link Captures#start(SourceConfig, long)}.
     */
    public void begin(CaptureRoom room, SourceConfig source) {
        try {
            EarlyCopy.begin(room.session(source), ground).ifPresent(copy -> copies.put(source.name(), copy));
        } catch (CaptureFault e) {
            faults.put(source.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * What was begun of a source is the caller's from now on.
     *
     * @throws CaptureFault when the source could not be begun
     */
    Optional<EarlyCopy> take(SessionConfig source) {
        CaptureFault fault = faults.remove(source.source());
        if (fault != null) {
            throw fault;
        }
        return Optional.ofNullable(copies.remove(source.source()));
    }

    /** How many are being copied. */
    int count() {
        return copies.size();
    }

    Ground ground() {
        return ground;
    }

    /** Closing it again does nothing. */
    @Override
    public void close() {
        copies.keySet()
                .forEach(source -> Optional.ofNullable(copies.remove(source)).ifPresent(EarlyCopy::close));
        ground.close();
    }
}
