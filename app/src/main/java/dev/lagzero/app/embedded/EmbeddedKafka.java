package dev.lagzero.app.embedded;

import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker with its controller in this process, reachable on 127.0.0.1 only. Its data outlive any death of the
 * process; {@link #flush} makes them outlive the loss of power too. One per process, as Kafka's exit hooks are.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final int FIRST_PORT = 19_092;
    private static final int ATTEMPTS = 5;

    private final KafkaRaftServer server;
    private final int port;
    private final SegmentFlush segments;
    private final CompletableFuture<Void> stopped;
    private volatile boolean closing;

    private EmbeddedKafka(KafkaRaftServer server, int port, Path log, CompletableFuture<Void> stopped) {
        this.server = server;
        this.port = port;
        this.segments = new SegmentFlush(log);
        this.stopped = stopped;
    }

    /**
     * Starts a broker on the data in {@code directory}, which it creates when there are none. Returns when it answers.
     *
     * @throws EmbeddedException when it does not start
     */
    public static EmbeddedKafka start(Path directory) {
        Path log = directory.toAbsolutePath().resolve("log");
        BrokerStorage.prepare(log);
        int port = Ports.remembered(directory.resolve("port"), FIRST_PORT);
        int controller = Ports.remembered(directory.resolve("controller-port"), FIRST_PORT + 1_000);
        for (int attempt = 1; ; attempt++) {
            // Of its own for each attempt: a broker that found its port taken says that it has stopped.
            CompletableFuture<Void> stopped = new CompletableFuture<>();
            neverExit(stopped, log);
            KafkaRaftServer server =
                    new KafkaRaftServer(KafkaConfig.fromProps(BrokerSettings.of(log, port, controller)), Time.SYSTEM);
            try {
                server.startup();
                return new EmbeddedKafka(server, port, log, stopped);
            } catch (RuntimeException e) {
                server.shutdown();
                // A broker that gives up does not say why, and whoever had its port may have given it back already.
                boolean elsewhere = stopped.isCompletedExceptionally() || isForAddress(e);
                if (attempt == ATTEMPTS || !(elsewhere || !Ports.isFree(port) || !Ports.isFree(controller))) {
                    throw new EmbeddedException(
                            "the embedded Kafka broker does not start on " + directory + ": " + e.getMessage()
                                    + ". Its log is in the data directory under logs",
                            e);
                }
            }
            port = Ports.another(directory.resolve("port"), port + 1);
            controller = Ports.another(directory.resolve("controller-port"), controller + 1);
        }
    }

    /** Kafka's controller says so in the cause of a cause. */
    private static boolean isForAddress(@Nullable Throwable e) {
        return e != null && (e instanceof KafkaException || e instanceof BindException || isForAddress(e.getCause()));
    }

    /** A broker that sees no way on (a full disk, say) would end the process: it shall tell instead. */
    private static void neverExit(CompletableFuture<Void> stopped, Path log) {
        Exit.Procedure tell = (status, message) -> {
            EmbeddedException died = new EmbeddedException("the embedded Kafka broker has stopped"
                    + (message == null ? "" : ": " + message) + ". Look for a full or failing disk under " + log);
            stopped.completeExceptionally(died);
            throw died;
        };
        Exit.setExitProcedure(tell);
        Exit.setHaltProcedure(tell);
    }

    /** Where clients connect, as {@code host:port}. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** Puts everything that was acknowledged for a partition onto the disk; returns when it is there. */
    public void flush(String topic, int partition) {
        segments.flush(topic, partition);
    }

    /** Fails when the broker has given up. Completes after {@link #close}. */
    public CompletableFuture<Void> stopped() {
        return stopped;
    }

    @Override
    public void close() {
        if (!closing) {
            closing = true;
            server.shutdown();
            server.awaitShutdown();
            stopped.complete(null);
        }
    }
}
