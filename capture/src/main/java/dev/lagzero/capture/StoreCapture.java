package dev.lagzero.capture;

import dev.lagzero.capture.entry.Entrance;
import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.memory.StoreSession;
import dev.lagzero.capture.store.Frozen;
import dev.lagzero.capture.store.Store;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store in this process as a source. Its collections are rebuilt from the changes topic and the journal, and every change
 * of them is published from then on. {@link Captures#store} makes one.
 */
public final class StoreCapture implements Capture {

    private final String source;
    private final StoreSession session;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private @Nullable Entrance entrance;

    StoreCapture(String source, StoreSession session) {
        this.source = source;
        this.session = session;
        session.failure().exceptionally(reason -> {
            stopped.completeExceptionally(
                    new CaptureException("capture of " + source + " stopped: " + reason.getMessage(), reason));
            return null;
        });
    }

    /** The collections. */
    public Store store() {
        return session.store();
    }

    /** Where transactions of other programs come in; {@link dev.lagzero.capture.store.RequestShape} must be declared. */
    public synchronized Entrance entrance() {
        if (entrance == null) {
            entrance = new Entrance(session.store());
        }
        return entrance;
    }

    /** Puts a snapshot into the log, so that the next start reads less; the target does not notice. */
    public SourcePosition snapshot() {
        return session.snapshot();
    }

    @Override
    public Head head() {
        return session.head();
    }

    /** A store knows at any time what was written to it. */
    @Override
    public Head freshHead() {
        return session.head();
    }

    @Override
    public void freeze(Consumer<Content> reader) {
        try {
            reader.accept(content(session.freeze()));
        } catch (CaptureFault e) {
            throw new CaptureException(e.getMessage(), e);
        }
    }

    /** What the store held once is read out of the topic, as far back as that goes. */
    @Override
    public void freeze(SourcePosition at, Duration patience, Consumer<Content> reader) {
        try {
            reader.accept(content(session.freeze(at, patience)));
        } catch (CaptureFault e) {
            throw new CaptureException(e.getMessage(), e);
        }
    }

    private Content content(Frozen frozen) {
        return new Content() {
            @Override
            public SourcePosition position() {
                return frozen.position();
            }

            @Override
            public void tell(Consumer<ChangeEvent.Part> each) {
                session.tell(frozen, each);
            }
        };
    }

    @Override
    public Progress progress() {
        return new Progress(source, -1, -1, session.isSnapshotDone());
    }

    @Override
    public CompletableFuture<Void> stopped() {
        return stopped;
    }

    @Override
    public void close() {
        session.close();
        stopped.complete(null);
    }
}
