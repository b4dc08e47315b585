package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.console.Console;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.app.embedded.BrokerWarmUp;
import dev.lagzero.app.embedded.EmbeddedKafka;
import dev.lagzero.app.embedded.EmbeddedPostgres;
import dev.lagzero.capture.EarlyCaptures;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Kafka and Postgres for one run: the user's, or ours. Ours are stopped by {@link #close}. */
public final class Servers implements AutoCloseable {

    private final @Nullable EmbeddedKafka kafka;
    private final String bootstrap;
    private final @Nullable KnownTarget target;
    private final EarlyStart early;

    private Servers(@Nullable EmbeddedKafka kafka, String bootstrap, @Nullable KnownTarget target, EarlyStart early) {
        this.kafka = kafka;
        this.early = early;
        this.bootstrap = bootstrap;
        this.target = target;
    }

    /** Looks whether the user's Kafka answers; starts what is ours, opens the target and begins first copies, side by side. */
    public static Servers start(Configuration config, List<StageKind> stages, DataDirectory data, Console console) {
        BrokerWarmUp.await();
        boolean embedded = config.kafka().embedded();
        if (!embedded) {
            // First: the target remembers what it was opened for, and a wrong address is soon put right.
            KafkaCheck.check(config.kafka().client(config.kafka().bootstrap()));
        }
        EarlyStart early =
                embedded && stages.contains(StageKind.CAPTURE) ? EarlyStart.begin(config, data) : EarlyStart.none();
        CompletableFuture<KnownTarget> opening = CompletableFuture.supplyAsync(
                () -> stages.contains(StageKind.SINK)
                        ? KnownTarget.open(config, data, stages.contains(StageKind.CAPTURE), early)
                        : null,
                Servers::inThread);
        EmbeddedKafka kafka = null;
        try {
            kafka = embedded ? EmbeddedKafka.start(data.path("kafka")) : null;
            String bootstrap = kafka == null ? config.kafka().bootstrap() : kafka.bootstrap();
            console.line("kafka     " + (kafka == null ? "" : "embedded, ") + bootstrap);
            KnownTarget target = opening.join();
            if (target != null) {
                tell(target, console);
            }
            return new Servers(kafka, bootstrap, target, early);
        } catch (CompletionException e) {
            early.close();
            close(kafka);
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (RuntimeException e) {
            close(kafka);
            opening.thenAccept(Servers::close)
                    .exceptionally(alreadyTold -> null)
                    .join();
            early.close();
            throw e;
        }
    }

    private static void inThread(Runnable task) {
        Thread.ofPlatform().name("target-start").start(task);
    }

    private static void tell(KnownTarget target, Console console) {
        EmbeddedPostgres server = target.server();
        console.line("postgres  "
                + (server == null ? target.credentials().jdbcUrl() : "embedded, 127.0.0.1:" + server.port()));
    }

    /** What was begun of the sources meanwhile. */
    EarlyCaptures early() {
        return early.captures();
    }

    public String bootstrap() {
        return bootstrap;
    }

    /** The target as it was found; empty for runs that have none. */
    Optional<KnownTarget> target() {
        return Optional.ofNullable(target);
    }

    /** Who we are in the target; only for runs that have one. */
    public Credentials credentials() {
        return Objects.requireNonNull(target, "this run has no target").credentials();
    }

    private @Nullable EmbeddedPostgres postgres() {
        return target == null ? null : target.server();
    }

    /** How to look at the target, if it is ours. */
    public @Nullable String psqlCommand() {
        EmbeddedPostgres postgres = postgres();
        return postgres == null ? null : postgres.psqlCommand();
    }

    /** Puts what a partition acknowledged onto the disk. The user's own brokers see to that themselves. */
    public void flush(String topic, int partition) {
        if (kafka != null) {
            kafka.flush(topic, partition);
        }
    }

    /** One for each server of ours. */
    public List<CompletableFuture<Void>> stopped() {
        List<CompletableFuture<Void>> stopped = new ArrayList<>();
        if (kafka != null) {
            stopped.add(kafka.stopped());
        }
        EmbeddedPostgres postgres = postgres();
        if (postgres != null) {
            stopped.add(postgres.stopped());
        }
        return stopped;
    }

    @Override
    public void close() {
        try {
            early.close();
        } finally {
            try {
                close(kafka);
            } finally {
                close(target);
            }
        }
    }

    private static void close(@Nullable EmbeddedKafka kafka) {
        if (kafka != null) {
            kafka.close();
        }
    }

    private static void close(@Nullable KnownTarget target) {
        if (target != null) {
            target.close();
        }
    }
}
