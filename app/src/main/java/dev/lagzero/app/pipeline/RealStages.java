package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.app.metrics.Metrics;
import dev.lagzero.app.metrics.PoolGauges;
import dev.lagzero.app.watch.KafkaLog;
import dev.lagzero.app.watch.LogWatch;
import dev.lagzero.capture.Capture;
import dev.lagzero.capture.CaptureConfig;
import dev.lagzero.capture.Captures;
import dev.lagzero.capture.journal.JournalLimits;
import dev.lagzero.capture.memory.Durability;
import dev.lagzero.capture.memory.Seen;
import dev.lagzero.capture.memory.StoreConfig;
import dev.lagzero.capture.store.RequestShape;
import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.sink.Sink;
import dev.lagzero.sink.SinkConfig;
import dev.lagzero.sink.postgres.PostgresTarget;
import dev.lagzero.sink.worker.Limits;
import dev.lagzero.stream.NormalizeStream;
import dev.lagzero.stream.StreamConfig;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The stages as they are. The target is opened first: nothing of a source is claimed before it is as it must be. */
public final class RealStages implements Stages, AutoCloseable {

    private static final int MOST_THREADS = 4;

    private final Configuration config;
    private final DataDirectory data;
    private final Servers servers;
    private final Metrics metrics;
    private final Map<String, Object> kafka;
    private final Topics topics;
    private final Map<String, List<String>> notices = new ConcurrentHashMap<>();
    private final @Nullable KnownTarget known;
    private final @Nullable PostgresTarget target;
    private final @Nullable Captures captures;

    public RealStages(
            Configuration config, List<StageKind> wanted, DataDirectory data, Servers servers, Metrics metrics) {
        this.config = config;
        this.data = data;
        this.servers = servers;
        this.metrics = metrics;
        this.kafka = config.kafka().client(servers.bootstrap());
        this.topics = new Topics(config.pipeline());
        this.known = servers.target().orElse(null);
        this.target = known == null ? null : known.target();
        if (target != null) {
            target.pools()
                    .forEach(pool -> metrics.pool(
                            new PoolGauges(pool.name(), pool.max(), pool::total, pool::active, pool::pending)));
        }
        this.captures = wanted.contains(StageKind.CAPTURE) ? open() : null;
    }

    private Captures open() {
        CaptureConfig common = new CaptureConfig(
                topics,
                data.root(),
                kafka,
                config.partitions(),
                servers::flush,
                true,
                config.capture().limits());
        return Captures.open(common, config.sources().size(), servers.early());
    }

    /** Where the tables of each source stand; empty when this process has no target. */
    public Map<String, String> schemas() {
        return target == null ? Map.of() : target.schemas();
    }

    @Override
    public Capture capture(SourceSettings source) {
        if (source.isMemory()) {
            return store(source);
        }
        if (known != null) {
            notices.put(source.name(), known.notices(source.name()));
        }
        return Objects.requireNonNull(captures, "this run captures nothing")
                .start(EarlyStart.source(source), epochSeen(source.name()));
    }

    /** Who is answered over HTTP may rely on it: writes wait for the disk. */
    private Capture store(SourceSettings source) {
        long spool = config.capture().limits().spool();
        int segment = (int) Math.min(JournalLimits.DEFAULT.segmentBytes(), spool / 2);
        StoreConfig store = new StoreConfig(
                source.name(), new JournalLimits(spool, segment), Durability.DISK, StoreConfig.USUAL_SNAPSHOT_BYTES);
        return Objects.requireNonNull(captures, "this run captures nothing")
                .store(
                        store,
                        List.of(RequestShape.REQUESTS),
                        new Seen(epochSeen(source.name()), visible(source.name())));
    }

    private long epochSeen(String source) {
        return known == null ? 0 : known.epochSeen(source);
    }

    private SourcePosition visible(String source) {
        return known == null ? SourcePosition.NONE : known.visible(source);
    }

    /** Looks into the log beside the stages. */
    public LogWatch.Log log() {
        return new KafkaLog(topics, Targets.projection(config), kafka);
    }

    @Override
    public Stage stream() {
        try {
            return new RunningStream(NormalizeStream.start(new StreamConfig(
                    topics,
                    Targets.projection(config),
                    Targets.mapping(config),
                    kafka,
                    data.path("streams").resolve(config.projection() + "-" + data.instance()),
                    Math.min(MOST_THREADS, config.partitions()),
                    config.stream().exactlyOnce())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while starting the stream", "start again", e);
        }
    }

    @Override
    public SinkStage sink() {
        PostgresTarget open = Objects.requireNonNull(target, "this run has no target");
        Projection projection = Targets.projection(config);
        Metrics.Measured measured = metrics.measure(open);
        Sink sink = Sink.start(new SinkConfig(
                topics,
                projection,
                kafka,
                measured.target(),
                new PostgresHeads(open),
                measured.arrivals(),
                data.instance(),
                MOST_THREADS,
                Limits.DEFAULT));
        PostgresView view = new PostgresView(servers.credentials(), projection.name());
        return new RunningSink(sink, view, this::visible, new Arrivals(projection.name(), notices));
    }

    /** The target is the servers' to close. */
    @Override
    public void close() {
        if (captures != null) {
            captures.close();
        }
    }
}
