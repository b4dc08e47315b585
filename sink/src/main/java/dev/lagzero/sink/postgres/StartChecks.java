package dev.lagzero.sink.postgres;

import dev.lagzero.sink.book.Bookkeeping;
import dev.lagzero.sink.jdbc.Connections.Login;
import dev.lagzero.sink.jdbc.DriverQuoting;
import dev.lagzero.sink.jdbc.Sql;
import dev.lagzero.sink.jdbc.SqlError;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/** Looks before anything is done: everything that a person must mend is said in words that name it. */
final class StartChecks {

    private static final int OLDEST_SERVER = 140_000;
    private static final String LOGIN_SECONDS = "10";

    private final PostgresConfig config;

    StartChecks(PostgresConfig config) {
        this.config = config;
    }

    void run() throws TargetException {
        try (Connection owner = connect(config.owner())) {
            refuseOldServer(owner);
            refuseMissing("role " + config.ownerUser(), missingForOwner(owner));
        } catch (SQLException e) {
            throw explained(e, config.ownerUser());
        }
        if (config.separateRoles()) {
            try (Connection writer = connect(config.writer())) {
                refuseWide(writer);
            } catch (SQLException e) {
                throw explained(e, config.writerUser());
            }
        }
    }

    private Connection connect(Login login) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password());
        properties.setProperty("loginTimeout", LOGIN_SECONDS);
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty("ApplicationName", "lagzero");
        return DriverManager.getConnection(config.jdbcUrl(), properties);
    }

    private TargetException explained(SQLException e, String user) {
        SqlError error = SqlError.of(e);
        String message = config.place() + " as " + user + ": " + error.message();
        return switch (error.state()) {
            case "28P01", "28000" ->
                new TargetException.Refused(
                        "Postgres refused the login at " + message + ". Check user and password (PGPASSWORD)", e);
            case "3D000" ->
                new TargetException.Refused("no such database at " + message + ". Create it, or name another", e);
            case "08001", "08004", "08006" ->
                new TargetException.Unavailable(
                        "cannot reach Postgres at " + message + ". Is it running, and the address right?", e);
            default -> error.toException("checking " + config.place() + " as " + user);
        };
    }

    private void refuseOldServer(Connection owner) throws SQLException, TargetException {
        int version = Sql.query(owner, row -> row.getInt(1), "SELECT current_setting('server_version_num')::integer")
                .getFirst();
        if (version < OLDEST_SERVER) {
            throw new TargetException.Refused("Postgres at " + config.place() + " has version " + version / 10_000
                    + "; Lagzero needs 14 or newer");
        }
        String encoding = Sql.query(owner, row -> row.getString(1), "SHOW server_encoding")
                .getFirst();
        if (!encoding.equals("UTF8")) {
            throw new TargetException.Refused("the database at " + config.place() + " has encoding " + encoding
                    + ", which cannot hold every text: create one with ENCODING 'UTF8'");
        }
    }

    private List<String> missingForOwner(Connection owner) throws SQLException {
        List<String> missing = new ArrayList<>();
        boolean canCreate = holds(owner, "has_database_privilege(current_database(), 'CREATE')");
        String database = DriverQuoting.DIALECT.name(owner.getCatalog());
        for (String schema : schemas()) {
            String quoted = DriverQuoting.DIALECT.name(schema);
            if (!Sql.exists(owner, "SELECT 1 FROM pg_namespace WHERE nspname = ?", schema)) {
                if (!canCreate) {
                    missing.add("GRANT CREATE ON DATABASE " + database + " TO "
                            + DriverQuoting.DIALECT.name(config.ownerUser()));
                }
            } else if (!Sql.exists(
                    owner,
                    "SELECT 1 WHERE has_schema_privilege(?, 'CREATE') AND has_schema_privilege(?, 'USAGE')",
                    schema,
                    schema)) {
                missing.add("GRANT CREATE, USAGE ON SCHEMA " + quoted + " TO "
                        + DriverQuoting.DIALECT.name(config.ownerUser()));
            }
        }
        return missing.stream().distinct().toList();
    }

    private Set<String> schemas() {
        Set<String> schemas = new TreeSet<>();
        config.schemas().values().forEach(wish -> schemas.add(wish.schema()));
        schemas.add(Bookkeeping.SCHEMA);
        return schemas;
    }

    private static boolean holds(Connection connection, String condition) throws SQLException {
        return Sql.exists(connection, "SELECT 1 WHERE " + condition);
    }

    private void refuseMissing(String who, List<String> missing) throws TargetException {
        if (!missing.isEmpty()) {
            throw new TargetException.Refused(
                    who + " lacks a right on " + config.place() + ": " + String.join("; ", missing));
        }
    }

    /** The writer exists so that a mistake of ours cannot drop a table: a writer that can is no writer. */
    private void refuseWide(Connection writer) throws SQLException, TargetException {
        if (holds(writer, "(SELECT rolsuper FROM pg_roles WHERE rolname = current_user)")) {
            throw new TargetException.Refused("the writer's role " + config.writerUser()
                    + " is a superuser: give it a role without rights of its own, or name the owner for both");
        }
    }
}
