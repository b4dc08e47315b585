package dev.lagzero.stream;

import dev.lagzero.schemas.topic.Topics;
import dev.lagzero.stream.memory.StateDirectory;
import dev.lagzero.stream.topics.TopicException;
import dev.lagzero.stream.topics.TopicPlan;
import dev.lagzero.stream.topics.TopicSetup;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running stream. Any number of processes may run one for the same projection; Kafka shares the partitions out. */
public final class NormalizeStream implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NormalizeStream.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final KafkaStreams streams;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile @Nullable Throwable cause;

    private NormalizeStream(KafkaStreams streams) {
        this.streams = streams;
        streams.setUncaughtExceptionHandler(this::onException);
        streams.setStateListener((now, before) -> onState(now));
    }

    /**
     * Makes or checks the topics, waiting half a minute for the changes topic, and starts.
     *
     * @throws TopicException when a topic is not as it must be
     * @throws StreamException when Kafka does not answer
     */
    public static NormalizeStream start(StreamConfig config) throws InterruptedException {
        StateDirectory directory = new StateDirectory(config.stateDirectory());
        String projection = config.projection().name();
        TopicPlan plan = new TopicPlan(
                config.topics().changes(),
                config.topics().rows(projection),
                config.topics().rejects(projection),
                Topics.logSettings(),
                config.topics().application(projection));
        try (Admin admin = Admin.create(config.kafka())) {
            directory.changesTopic(new TopicSetup(admin, plan).prepare(directory.changesTopic()));
        } catch (KafkaException e) {
            throw new StreamException(
                    "Kafka at " + config.kafka().get("bootstrap.servers") + " cannot set up the topics of the stream: "
                            + e.getMessage(),
                    e);
        }
        Properties settings = new Properties();
        settings.putAll(StreamSettings.of(config, directory.instance()));
        var topology = NormalizeTopology.of(config.topics(), config.projection(), config.mapping());
        NormalizeStream stream = new NormalizeStream(new KafkaStreams(topology, settings));
        stream.streams.start();
        return stream;
    }

    /** True while it reads; false while Kafka is deciding who reads what, and after the end. */
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Completes when the stream has ended: normally after {@link #close}, exceptionally with what it cannot get over. */
    public CompletableFuture<Void> stopped() {
        return stopped;
    }

    /** What Kafka may get over is tried again by a new thread; anything else ends the stream. */
    private StreamThreadExceptionResponse onException(Throwable thrown) {
        for (Throwable reason = thrown; reason != null; reason = reason.getCause()) {
            if (reason instanceof StreamException) {
                cause = reason;
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            if (reason instanceof FencedInstanceIdException) {
                cause = new StreamException(
                        "another process works under this stream's name. Two processes use one state directory, or a copy"
                                + " of it: stop one, or give it a state directory of its own.",
                        reason);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
            if (reason instanceof RetriableException) {
                LOG.warn("the stream begins again: {}", reason.toString());
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
        }
        cause = thrown;
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private void onState(KafkaStreams.State state) {
        if (state.hasCompletedShutdown()) {
            Throwable reason = cause;
            if (reason == null) {
                stopped.complete(null);
            } else {
                stopped.completeExceptionally(reason);
            }
        }
    }

    /** Ends after the record at hand. What was read and not written is read again by the next one. */
    @Override
    public void close() {
        streams.close(
                CloseOptions.timeout(PATIENCE).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        onState(KafkaStreams.State.NOT_RUNNING);
    }
}
