package dev.lagzero.app.pipeline;

import dev.lagzero.schemas.mapping.Projection;
import dev.lagzero.sink.book.Projections;
import dev.lagzero.sink.postgres.PostgresTarget;
import dev.lagzero.sink.postgres.Retry;
import dev.lagzero.sink.target.TargetException;
import java.util.Optional;

/** Tries parked rows again, from any process: what a pipeline's rows were made with stands in the target. */
public final class Retrying {

    private Retrying() {}

    /** @return how many rows are parked after that */
    public static long retry(Credentials credentials, String name) {
        Optional<Projection> projection;
        try (PostgresView view = new PostgresView(credentials, name)) {
            projection = view.ask(connection -> Projections.find(connection, name));
        }
        return projection.isEmpty() ? 0 : retry(credentials, projection.get());
    }

    private static long retry(Credentials credentials, Projection projection) {
        try (PostgresTarget target = PostgresTarget.open(Targets.settings(credentials, projection))) {
            Retry.Outcome outcome = target.retry();
            return outcome.tried() - (long) outcome.applied();
        } catch (TargetException e) {
            throw new StartException(e.getMessage(), "", e);
        }
    }
}
