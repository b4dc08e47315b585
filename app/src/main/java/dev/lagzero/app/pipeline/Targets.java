package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.ConfigException;
import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.config.SourceSettings;
import dev.lagzero.schemas.mapping.IdentityMapping;
import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.sink.book.SourceSchemas;
import dev.lagzero.sink.ddl.OnDrop;
import dev.lagzero.sink.postgres.MappedConfig;
import dev.lagzero.sink.postgres.PostgresConfig;
import dev.lagzero.sink.postgres.PostgresTarget;
import dev.lagzero.sink.target.TargetException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Opens the target of a pipeline. A process fills one projection, called as the pipeline is if it has no name of its own. */
final class Targets {

    private Targets() {}

    static Mapping mapping(Configuration config) {
        return config.isMapped()
                ? Mappings.of(config)
                : new IdentityMapping(config.target().names());
    }

    static Projection projection(Configuration config) {
        return new Projection(config.projection(), mapping(config).hash());
    }

    /** For those who apply nothing new: where each source's tables stand is remembered by the target. */
    static PostgresConfig settings(Credentials credentials, Projection projection) {
        return settings(credentials, projection, Map.of(), OnDrop.KEEP, Optional.empty());
    }

    private static PostgresConfig settings(
            Credentials credentials,
            Projection projection,
            Map<String, SourceSchemas.Wish> schemas,
            OnDrop onDrop,
            Optional<MappedConfig> mapped) {
        return new PostgresConfig(
                credentials.jdbcUrl(),
                credentials.owner().user(),
                credentials.owner().password().value(),
                credentials.writer().user(),
                credentials.writer().password().value(),
                schemas,
                projection,
                onDrop,
                mapped);
    }

    /** Checks server, roles and what is there already, before anything is written. */
    static PostgresTarget open(Configuration config, Credentials credentials) {
        try {
            return PostgresTarget.open(settings(
                    credentials,
                    projection(config),
                    config.sources().stream().collect(Collectors.toMap(SourceSettings::name, config::schemaOf)),
                    config.target().onDrop(),
                    config.isMapped() ? Optional.of(Mappings.target(config)) : Optional.empty()));
        } catch (TargetException.Refused e) {
            throw new ConfigException(e.getMessage(), "");
        } catch (TargetException e) {
            throw new StartException(e.getMessage(), "", e);
        }
    }
}
