package dev.lagzero.sink.postgres;

import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.sink.book.Projections;
import dev.lagzero.sink.book.SourceSchemas;
import dev.lagzero.sink.ddl.OnDrop;
import dev.lagzero.sink.jdbc.Connections.Login;
import dev.lagzero.sink.jdbc.DriverQuoting;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the target is and who fills it.
 *
 * @param jdbcUrl without user and password
 * @param ownerUser makes and changes tables
 * @param writerUser only fills them; the same as the owner when there is one role for both
 * @param schemas where the tables of each source go; schemas are created when they are missing. A source that is not
 *     named here gets the schema of its name
 * @param mapped empty when target tables are copies of the sources'
 */
public record PostgresConfig(
        String jdbcUrl,
        String ownerUser,
        String ownerPassword,
        String writerUser,
        String writerPassword,
        Map<String, SourceSchemas.Wish> schemas,
        Projection projection,
        OnDrop onDrop,
        Optional<MappedConfig> mapped) {

    public PostgresConfig {
        Objects.requireNonNull(projection, "projection");
        Objects.requireNonNull(onDrop, "onDrop");
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("target: use jdbc:postgresql://host:port/database");
        }
        schemas = Map.copyOf(schemas);
    }

    /** The same with what the target remembers, for those who have no settings. */
    PostgresConfig at(Projections.Place place) {
        return new PostgresConfig(
                jdbcUrl,
                ownerUser,
                ownerPassword,
                writerUser,
                writerPassword,
                schemas,
                projection,
                onDrop,
                Optional.of(MappedConfig.at(place)));
    }

    Login owner() {
        return new Login(ownerUser, ownerPassword);
    }

    Login writer() {
        return new Login(writerUser, writerPassword);
    }

    boolean separateRoles() {
        return !ownerUser.equals(writerUser);
    }

    /** For statements; empty when the owner fills the tables. */
    String quotedWriter() {
        return separateRoles() ? DriverQuoting.DIALECT.name(writerUser) : "";
    }

    /** The place without query parameters, which may hold secrets. */
    public String place() {
        int query = jdbcUrl.indexOf('?');
        return query < 0 ? jdbcUrl : jdbcUrl.substring(0, query);
    }

    @Override
    public String toString() {
        return place() + " as " + ownerUser + " and " + writerUser;
    }
}
