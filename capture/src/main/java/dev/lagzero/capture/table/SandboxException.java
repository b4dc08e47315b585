package dev.lagzero.capture.table;

import java.sql.SQLException;

/** SQLite in memory did not answer a question that it must be able to answer. */
public final class SandboxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SandboxException(String message, SQLException cause) {
        super(message + ": " + Sandbox.reason(cause), cause);
    }
}
