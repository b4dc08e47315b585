package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.capture.CaptureRoom;
import dev.lagzero.capture.EarlyCaptures;
import dev.lagzero.capture.SourceConfig;
import dev.lagzero.capture.diff.CaptureScope;
import dev.lagzero.schemas.topic.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Begins the first copies of sources while our servers start: that needs neither of them, and most of a start is waiting.
 * What is not replicated is listed before: a file that is being followed must not be opened, and closed, by anybody else.
 */
final class EarlyStart implements AutoCloseable {

    /** Of so many sources: copies of more would be in the way of the servers' start. */
    private static final int MOST = 8;

    private final EarlyCaptures captures = new EarlyCaptures();
    private final Map<String, CompletableFuture<List<String>>> notices = new LinkedHashMap<>();

    private EarlyStart() {}

    /** Nothing is begun. */
    static EarlyStart none() {
        return new EarlyStart();
    }

    /** Begins what is new to the data directory; returns at once. */
    static EarlyStart begin(Configuration config, DataDirectory data) {
        EarlyStart start = new EarlyStart();
        CaptureRoom room = new CaptureRoom(
                new Topics(config.pipeline()),
                data.root(),
                true,
                config.capture().limits());
        ExecutorService threads = Executors.newFixedThreadPool(
                MOST, task -> Thread.ofPlatform().name("early-start").unstarted(task));
        config.sources().stream()
                .filter(source -> !source.isMemory() && room.isNew(source.name()))
                .limit(MOST)
                .forEach(source -> start.notices.put(
                        source.name(), CompletableFuture.supplyAsync(() -> start.begin(room, source), threads)));
        threads.shutdown();
        return start;
    }

    private List<String> begin(CaptureRoom room, SourceSettings source) {
        List<String> found = SourceNotices.of(source);
        captures.begin(room, source(source));
        return found;
    }

    static SourceConfig source(SourceSettings source) {
        return new SourceConfig(
                source.name(),
                source.file(),
                new CaptureScope(source.include(), source.exclude(), source.mask()),
                source.readOnly());
    }

    /** What of a source is not replicated; empty when it was not begun, so that it is to be looked at. */
    Optional<CompletableFuture<List<String>>> notices(String source) {
        Optional<CompletableFuture<List<String>>> begun = Optional.ofNullable(notices.get(source));
        begun.ifPresent(EarlyStart::await);
        return begun;
    }

    /** The captures go on with it, when all that was begun has begun. */
    EarlyCaptures captures() {
        notices.values().forEach(EarlyStart::await);
        return captures;
    }

    /** What went wrong is told to who asks for it. */
    private static void await(CompletableFuture<?> begun) {
        begun.handle((done, failure) -> done).join();
    }

    @Override
    public void close() {
        captures().close();
    }
}
