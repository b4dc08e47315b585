package dev.lagzero.app.pipeline;

import dev.lagzero.control.lag.SilentException;
import java.sql.SQLException;

/** The target does not answer now; it may later. */
public final class TargetSilentException extends SilentException {
    private static final long serialVersionUID = 1L;

    TargetSilentException(String jdbcUrl, SQLException cause) {
        super("Postgres at " + jdbcUrl + " does not answer: " + cause.getMessage(), cause);
    }
}
