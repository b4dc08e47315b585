package dev.lagzero.capture;

import dev.lagzero.capture.fault.CaptureFault;
import dev.lagzero.capture.session.FrozenFile;
import dev.lagzero.capture.session.SourceSession;
import dev.lagzero.schemas.change.ChangeEvent;
import dev.lagzero.schemas.head.Head;
import dev.lagzero.schemas.position.SourcePosition;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A source's session, seen from outside. */
final class RunningCapture implements Capture {

    private final String source;
    private final SourceSession session;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private boolean closed;

    RunningCapture(String source, SourceSession session) {
        this.source = source;
        this.session = session;
        session.failure().exceptionally(reason -> {
            stopOnFailure(reason);
            return null;
        });
    }

    /** Stopping waits for threads, and the reason may come from one of them: a thread of its own does it. */
    private void stopOnFailure(Throwable reason) {
        Thread stopping = new Thread(
                () -> {
                    CaptureException stop =
                            new CaptureException("capture of " + source + " stopped: " + reason.getMessage(), reason);
                    try {
                        closeSession();
                    } catch (RuntimeException e) {
                        stop.addSuppressed(e);
                    }
                    stopped.completeExceptionally(stop);
                },
                "stop-" + source);
        stopping.start();
    }

    @Override
    public Head head() {
        return session.head();
    }

    @Override
    public Head freshHead() {
        try {
            return session.freshHead();
        } catch (CaptureFault e) {
            throw new CaptureException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while looking at source " + source, e);
        }
    }

    @Override
    public void freeze(Consumer<Content> reader) {
        try {
            session.freeze(frozen -> reader.accept(content(frozen)));
        } catch (CaptureFault e) {
            throw new CaptureException(e.getMessage(), e);
        }
    }

    @Override
    public void freeze(SourcePosition at, Duration patience, Consumer<Content> reader) {
        try {
            session.freeze(at, patience, frozen -> reader.accept(content(frozen)));
        } catch (CaptureFault e) {
            throw new CaptureException(e.getMessage(), e);
        }
    }

    private static Content content(FrozenFile frozen) {
        return new Content() {
            @Override
            public SourcePosition position() {
                return frozen.position();
            }

            @Override
            public void tell(Consumer<ChangeEvent.Part> each) {
                frozen.tell(each);
            }
        };
    }

    @Override
    public Progress progress() {
        return new Progress(source, session.snapshotMade(), session.snapshotExpected(), session.isSnapshotDone());
    }

    @Override
    public CompletableFuture<Void> stopped() {
        return stopped;
    }

    @Override
    public void close() {
        closeSession();
        stopped.complete(null);
    }

    private synchronized void closeSession() {
        if (!closed) {
            closed = true;
            session.close();
        }
    }
}
