package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.app.embedded.EmbeddedPostgres;
import dev.lagzero.capture.CaptureException;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.postgres.PostgresTarget;
import dev.lagzero.sink.postgres.TargetStatus;
import dev.lagzero.sink.target.TargetException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The target of a run, opened, and what was known of the sources before anything was started. */
final class KnownTarget implements AutoCloseable {

    private final @Nullable EmbeddedPostgres server;
    private final Credentials credentials;
    private final PostgresTarget target;
    private final Map<String, TargetStatus.Watermark> before;
    private final Map<String, CompletableFuture<List<String>>> notices = new HashMap<>();

    private KnownTarget(@Nullable EmbeddedPostgres server, Credentials credentials, PostgresTarget target)
            throws TargetException {
        this.server = server;
        this.credentials = credentials;
        this.target = target;
        this.before =
                target.watermarks().stream().collect(Collectors.toMap(TargetStatus.Watermark::source, mark -> mark));
    }

    /**
     * Starts the server if it is ours, and opens the target. Needs no Kafka: both can start side by side.
     *
     * @param captures list what will not be replicated of the sources that the target never showed
     * @param early knows it of those that it has begun
     */
    static KnownTarget open(Configuration config, DataDirectory data, boolean captures, EarlyStart early) {
        EmbeddedPostgres server = config.target().embedded()
                ? EmbeddedPostgres.start(
                        data.path("postgres"), data.path("logs").resolve("postgres.log"))
                : null;
        try {
            Credentials credentials = server == null
                    ? Credentials.of(config.target(), System.getenv())
                    : Credentials.embedded(server.jdbcUrl(), data.path("postgres"));
            KnownTarget known = open(config, server, credentials);
            if (captures) {
                known.look(config.sources(), early);
            }
            return known;
        } catch (RuntimeException e) {
            if (server != null) {
                server.close();
            }
            throw e;
        }
    }

    private static KnownTarget open(Configuration config, @Nullable EmbeddedPostgres server, Credentials credentials) {
        PostgresTarget target = Targets.open(config, credentials);
        try {
            return new KnownTarget(server, credentials, target);
        } catch (TargetException e) {
            target.close();
            throw new StartException(e.getMessage(), "", e);
        }
    }

    /** A source that cannot be read is for its capture to tell: the others go on. */
    private void look(List<SourceSettings> sources, EarlyStart early) {
        List<SourceSettings> fresh = sources.stream()
                .filter(source -> !source.isMemory() && visible(source.name()).sequence() == 0)
                .toList();
        fresh.forEach(source -> early.notices(source.name()).ifPresent(found -> notices.put(source.name(), found)));
        List<SourceSettings> left = fresh.stream()
                .filter(source -> !notices.containsKey(source.name()))
                .toList();
        List<CompletableFuture<List<String>>> looks = SideBySide.each(left, SourceNotices::of);
        for (int i = 0; i < looks.size(); i++) {
            notices.put(left.get(i).name(), looks.get(i));
        }
    }

    @Nullable
    EmbeddedPostgres server() {
        return server;
    }

    Credentials credentials() {
        return credentials;
    }

    PostgresTarget target() {
        return target;
    }

    /** What the target knows of the source's epochs: the topics may be gone, and the data directory with them. */
    long epochSeen(String source) {
        TargetStatus.Watermark mark = before.get(source);
        return mark == null ? 0 : mark.claimedEpoch();
    }

    /** The last transaction that the target showed when this process started. */
    SourcePosition visible(String source) {
        TargetStatus.Watermark mark = before.get(source);
        return mark == null ? SourcePosition.NONE : mark.applied();
    }

    /**
     * What of a source is not replicated; empty for one that the target has shown.
     *
     * @throws CaptureException when the source could not be read
     */
    List<String> notices(String source) {
        CompletableFuture<List<String>> look = notices.get(source);
        if (look == null) {
            return List.of();
        }
        if (look.isCompletedExceptionally() && look.exceptionNow() instanceof RuntimeException reason) {
            throw reason;
        }
        return look.join();
    }

    /** A target that a sink has taken is closed by it; closing it again does nothing. */
    @Override
    public void close() {
        try {
            target.close();
        } finally {
            if (server != null) {
                server.close();
            }
        }
    }
}
