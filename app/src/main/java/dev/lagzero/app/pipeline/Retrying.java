package dev.lagzero.app.pipeline;

import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.sink.ddl.OnDrop;
import dev.lagzero.sink.postgres.PostgresConfig;
import dev.lagzero.sink.postgres.PostgresTarget;
import dev.lagzero.sink.postgres.Retry;
import dev.lagzero.sink.target.TargetException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tries parked rows again, from any process: what a projection is called and filled with stands in the target. */
public final class Retrying {

    private Retrying() {}

    /** @return how many rows are parked after that */
    public static long retry(Credentials credentials, Set<String> sources) {
        long left = 0;
        try (PostgresView view = new PostgresView(credentials)) {
            for (Projection projection : view.ask(Retrying::projections)) {
                if (sources.contains(projection.name())) {
                    left += retry(credentials, projection);
                }
            }
        }
        return left;
    }

    private static long retry(Credentials credentials, Projection projection) {
        PostgresConfig config = new PostgresConfig(
                credentials.jdbcUrl(),
                credentials.owner().user(),
                credentials.owner().password().value(),
                credentials.writer().user(),
                credentials.writer().password().value(),
                projection.targetSchema(),
                projection,
                OnDrop.KEEP);
        try (PostgresTarget target = PostgresTarget.open(config)) {
            Retry.Outcome outcome = target.retry();
            return outcome.tried() - (long) outcome.applied();
        } catch (TargetException e) {
            throw new StartException(e.getMessage(), "", e);
        }
    }

    private static List<Projection> projections(Connection connection) throws SQLException {
        List<Projection> projections = new ArrayList<>();
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT name, fingerprint, target_schema FROM lagzero.projection");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String schema = rows.getString(3);
                String fingerprint = rows.getString(2);
                int from = fingerprint.indexOf('/') + 1;
                String hash = fingerprint.substring(from, fingerprint.length() - schema.length() - 1);
                projections.add(new Projection(rows.getString(1), hash, schema));
            }
        }
        return projections;
    }
}
