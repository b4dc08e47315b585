package dev.lagzero.app.pipeline;

import dev.lagzero.app.config.ConfigException;
import dev.lagzero.app.config.Configuration;
import dev.lagzero.app.config.TargetSettings;
import dev.lagzero.schemas.mapping.Mapping;
import dev.lagzero.schemas.mapping.catalog.Catalog;
import dev.lagzero.schemas.mapping.file.MappingException;
import dev.lagzero.schemas.mapping.file.MappingFile;
import dev.lagzero.schemas.mapping.file.Settings;
import dev.lagzero.sink.postgres.MappedConfig;
import dev.lagzero.sink.postgres.MappedConfig.CatalogTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** The mapping that the settings name: a catalog's or a file's. */
final class Mappings {

    private static final String TABLES_SCHEMA = "graph";

    private Mappings() {}

    static Mapping of(Configuration config) {
        String salt = config.salt().value().isEmpty() ? null : config.salt().value();
        Settings settings = Settings.of(config.timezone(), salt);
        try {
            Catalog catalog = config.catalog();
            return catalog == null
                    ? MappingFile.compile(
                            read(Objects.requireNonNull(config.mapping(), "mapping")), settings, Catalog.FUNCTIONS)
                    : catalog.mapping(settings);
        } catch (MappingException e) {
            String name = config.catalog() == null
                    ? "mapping " + config.mapping()
                    : "catalog " + config.catalog().title();
            throw new ConfigException(
                    name + ": " + e.getMessage(), "see lagzero mapping check FILE; salt: and timezone: are settings");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ConfigException(
                    "mapping: cannot read " + file.toAbsolutePath() + ": " + e.getMessage(), "give the path of a file");
        }
    }

    static MappedConfig target(Configuration config) {
        TargetSettings target = config.target();
        Catalog catalog = config.catalog();
        String schema = target.schema() == null ? TargetSettings.DEFAULT_SCHEMA : target.schema();
        String graph = catalog == null ? config.projection() : catalog.title();
        String chosen = target.graphName();
        return new MappedConfig(
                schema,
                Optional.ofNullable(catalog).map(known -> new CatalogTables(known.title(), known.location())),
                target.graph(),
                chosen == null ? graph : chosen,
                chosen == null ? tablesOf(config) : chosen);
    }

    /** Of a projection beside the pipeline's own, the schema of the graph's tables is called after it. */
    private static String tablesOf(Configuration config) {
        return config.projection().equals(config.pipeline()) ? TABLES_SCHEMA : config.projection();
    }
}
