package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.data.DataDirectory;
import dev.lagzero.app.embedded.EmbeddedException;
import dev.lagzero.app.embedded.EmbeddedPostgres;
import dev.lagzero.capture.memory.Unpublished;
import dev.lagzero.control.lag.Standing;
import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.schemas.position.SourcePosition;
import dev.lagzero.sink.book.Projections;
import dev.lagzero.sink.postgres.PostgresTarget;
import dev.lagzero.sink.target.TargetException;
import java.nio.file.Files;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets go of one source of a pipeline that does not run, and of no other. */
public final class Resetting {

    private static final Logger LOG = LoggerFactory.getLogger(Resetting.class);

    private final Configuration config;
    private final DataDirectory data;

    public Resetting(Configuration config, DataDirectory data) {
        this.config = config;
        this.data = data;
    }

    /**
     * Writes to a store that would be lost: neither is Kafka known to hold them, nor does the target show them. When the
     * target cannot be asked, they are told rather than not.
     */
    public Optional<Unpublished> losing(String source) {
        Optional<Unpublished> perhaps = Unpublished.in(data.source(source), SourcePosition.NONE);
        return perhaps.isEmpty() ? perhaps : Unpublished.in(data.source(source), shown(source));
    }

    private SourcePosition shown(String source) {
        try {
            if (!config.target().embedded()) {
                return shown(Credentials.of(config.target(), System.getenv()), source);
            }
            if (!Files.exists(data.path("postgres"))) {
                return SourcePosition.NONE;
            }
            try (EmbeddedPostgres postgres = embedded()) {
                return shown(Credentials.embedded(postgres.jdbcUrl(), data.path("postgres")), source);
            }
        } catch (TargetSilentException | EmbeddedException e) {
            LOG.warn("source={} event=target-silent note=\"{}\"", source, e.getMessage());
            return SourcePosition.NONE;
        }
    }

    private SourcePosition shown(Credentials credentials, String source) {
        try (PostgresView view = new PostgresView(credentials, config.projection())) {
            boolean begun = view.ask(connection -> Projections.find(connection, config.projection()))
                    .isPresent();
            Standing standing = begun ? view.standings().get(source) : null;
            return standing == null ? SourcePosition.NONE : standing.applied();
        }
    }

    private EmbeddedPostgres embedded() {
        return EmbeddedPostgres.start(data.path("postgres"), data.path("logs").resolve("postgres.log"));
    }

    /**
     * Forgets what was read of the source first: whatever comes of the rest, the next run claims it anew and replaces what
     * the target shows.
     *
     * @return what the target let go of; empty when there is no target here
     */
    public Optional<PostgresTarget.Released> reset(String source) {
        data.forget(source);
        if (!config.target().embedded()) {
            return Optional.of(forget(Credentials.of(config.target(), System.getenv()), source));
        }
        if (!Files.exists(data.path("postgres"))) {
            return Optional.empty();
        }
        try (EmbeddedPostgres postgres = embedded()) {
            return Optional.of(forget(Credentials.embedded(postgres.jdbcUrl(), data.path("postgres")), source));
        }
    }

    private PostgresTarget.Released forget(Credentials credentials, String source) {
        Optional<Projection> projection;
        try (PostgresView view = new PostgresView(credentials, config.projection())) {
            projection = view.ask(connection -> Projections.find(connection, config.projection()));
        }
        if (projection.isEmpty()) {
            return new PostgresTarget.Released(0, 0);
        }
        try (PostgresTarget target = PostgresTarget.open(Targets.settings(credentials, projection.get()))) {
            return target.forget(source);
        } catch (TargetException e) {
            throw new StartException(e.getMessage(), "mend that, then again: lagzero reset --source " + source, e);
        }
    }
}
