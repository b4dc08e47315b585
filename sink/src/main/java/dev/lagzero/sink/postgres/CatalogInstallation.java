package dev.lagzero.sink.postgres;

import dev.lagzero.sink.postgres.MappedConfig.CatalogTables;
import dev.lagzero.sink.target.TargetException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Makes a catalog's tables, or brings them up to date; refuses those that a newer version, or somebody else, made. */
final class CatalogInstallation {

    private CatalogInstallation() {}

    static void run(PostgresConfig config, MappedConfig mapped) throws TargetException {
        CatalogTables catalog = mapped.catalog().orElseThrow();
        try {
            Flyway.configure(CatalogInstallation.class.getClassLoader())
                    .dataSource(config.jdbcUrl(), config.ownerUser(), config.ownerPassword())
                    .defaultSchema(mapped.schema())
                    .table("lagzero_" + catalog.name() + "_version")
                    .locations("classpath:" + catalog.location())
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    // A version that this program does not know is refused, not passed over.
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new TargetException.Refused(
                    "the tables of catalog " + catalog.name() + " at " + config.place()
                            + " cannot be made or are not of"
                            + " this version: " + e.getMessage()
                            + ". Use the lagzero that made them, or drop what stands in their way",
                    e);
        }
    }
}
