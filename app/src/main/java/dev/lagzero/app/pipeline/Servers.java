package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.console.Console;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.app.embedded.EmbeddedKafka;
import dev.lagzero.app.embedded.EmbeddedPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Kafka and Postgres for one run: the user's, or ours. Ours are stopped by {@link #close}. */
public final class Servers implements AutoCloseable {

    private final @Nullable EmbeddedKafka kafka;
    private final @Nullable EmbeddedPostgres postgres;
    private final String bootstrap;
    private final @Nullable Credentials credentials;

    private Servers(
            @Nullable EmbeddedKafka kafka,
            @Nullable EmbeddedPostgres postgres,
            String bootstrap,
            @Nullable Credentials credentials) {
        this.kafka = kafka;
        this.postgres = postgres;
        this.bootstrap = bootstrap;
        this.credentials = credentials;
    }

    /** Starts what is ours, side by side, and looks whether what is the user's answers. */
    public static Servers start(Configuration config, List<StageKind> stages, DataDirectory data, Console console) {
        boolean target = stages.contains(StageKind.SINK);
        CompletableFuture<EmbeddedPostgres> postgres = CompletableFuture.supplyAsync(
                () -> target && config.target().embedded() ? startPostgres(data) : null, Servers::inThread);
        EmbeddedKafka kafka = null;
        try {
            kafka = config.kafka().embedded() ? EmbeddedKafka.start(data.path("kafka")) : null;
            String bootstrap = kafka == null ? config.kafka().bootstrap() : kafka.bootstrap();
            if (kafka == null) {
                KafkaCheck.check(config.kafka().client(bootstrap));
            }
            console.line("kafka     " + (kafka == null ? "" : "embedded, ") + bootstrap);
            EmbeddedPostgres started = postgres.join();
            Credentials credentials = target ? credentials(config, data, started, console) : null;
            return new Servers(kafka, started, bootstrap, credentials);
        } catch (CompletionException e) {
            close(kafka);
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } catch (RuntimeException e) {
            close(kafka);
            postgres.thenAccept(Servers::close)
                    .exceptionally(alreadyTold -> null)
                    .join();
            throw e;
        }
    }

    private static void inThread(Runnable task) {
        Thread.ofPlatform().name("postgres-start").start(task);
    }

    private static EmbeddedPostgres startPostgres(DataDirectory data) {
        return EmbeddedPostgres.start(data.path("postgres"), data.path("logs").resolve("postgres.log"));
    }

    private static Credentials credentials(
            Configuration config, DataDirectory data, @Nullable EmbeddedPostgres started, Console console) {
        if (started != null) {
            console.line("postgres  embedded, 127.0.0.1:" + started.port());
            return Credentials.embedded(started.jdbcUrl(), data.path("postgres"));
        }
        Credentials credentials = Credentials.of(config.target(), System.getenv());
        PostgresCheck.check(credentials);
        console.line("postgres  " + credentials.jdbcUrl());
        return credentials;
    }

    public String bootstrap() {
        return bootstrap;
    }

    /** Who we are in the target; only for runs that have one. */
    public Credentials credentials() {
        return Objects.requireNonNull(credentials, "this run has no target");
    }

    /** How to look at the target, if it is ours. */
    public @Nullable String psqlCommand() {
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
        if (postgres != null) {
            stopped.add(postgres.stopped());
        }
        return stopped;
    }

    @Override
    public void close() {
        try {
            close(kafka);
        } finally {
            close(postgres);
        }
    }

    private static void close(@Nullable EmbeddedKafka kafka) {
        if (kafka != null) {
            kafka.close();
        }
    }

    private static void close(@Nullable EmbeddedPostgres postgres) {
        if (postgres != null) {
            postgres.close();
        }
    }
}
