package dev.lagzero.sink.jdbc;

import dev.lagzero.sink.target.TargetException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What an error of the server or the driver means for us, told by its SQLSTATE
 * (<a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">Appendix A</a>).
 */
public record SqlError(Meaning meaning, String state, SQLException cause) {

    public enum Meaning {
        /** Gone, restarting, or a conflict with another transaction: the same thing may work in a moment. */
        UNAVAILABLE,
        /** Some row or constraint: the server works, the data does not fit. */
        DATA,
        /** Somebody must act. */
        BLOCKED,
        /** It cannot work with this configuration. */
        REFUSED
    }

    public static SqlError of(SQLException exception) {
        String state = state(exception);
        return new SqlError(meaning(state, exception), state, exception);
    }

    private static String state(SQLException exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException server && server.getSQLState() != null) {
                return server.getSQLState();
            }
        }
        return exception.getSQLState() == null ? "" : exception.getSQLState();
    }

    private static Meaning meaning(String state, SQLException exception) {
        String group = state.length() < 2 ? "" : state.substring(0, 2);
        return switch (group) {
            case "" -> exception instanceof SQLTransientException ? Meaning.UNAVAILABLE : Meaning.BLOCKED;
            // Connections, rollbacks for others' sake, waits, shutdowns, a standby that was promoted, a failing disk.
            case "08", "40", "57", "25", "58" -> Meaning.UNAVAILABLE;
            case "53" -> state.equals("53100") || state.equals("53200") ? Meaning.BLOCKED : Meaning.UNAVAILABLE;
            case "55" -> state.equals("55P03") || state.equals("55006") ? Meaning.UNAVAILABLE : Meaning.BLOCKED;
            // P0001: a trigger of somebody's that raises an exception.
            case "21", "22", "23", "44", "54", "P0" -> Meaning.DATA;
            case "28", "3D" -> Meaning.REFUSED;
            default -> Meaning.BLOCKED;
        };
    }

    /** The same as an exception of the target. Data errors that nobody could attribute to a row are somebody's to mend. */
    public TargetException toException(String doing) {
        String message = doing + ": " + message();
        return switch (meaning) {
            case UNAVAILABLE -> new TargetException.Unavailable(message, cause);
            case DATA, BLOCKED -> new TargetException.Blocked(message + advice(), cause);
            case REFUSED -> new TargetException.Refused(message, cause);
        };
    }

    private String advice() {
        return switch (state) {
            case "42501" -> ". Grant it, or let the owner's role own the object";
            case "0A000", "2BP01" -> ". Drop what depends on it, wait until the sink has gone on, and create it again";
            case "42P01", "42703", "3F000" -> ". Somebody changed what the sink made: undo that, or reset the source";
            case "53100" -> ". Make room on the server's disk";
            case "53200" ->
                ". If the server is not short of memory, its lock table is: a first copy shows in one transaction, which locks"
                        + " every table. Raise max_locks_per_transaction to a quarter of their number and restart the server";
            case "42P05", "26000" ->
                ". A pooler gives each transaction another connection: add ?prepareThreshold=0 to the target's URL, or go"
                        + " around the pooler";
            default -> "";
        };
    }

    /** The server's words without values of rows; the driver's when the server said nothing. */
    public String message() {
        return server().map(error -> error.getMessage() + (names(error).isEmpty() ? "" : " (" + names(error) + ")"))
                .orElseGet(() -> String.valueOf(cause.getMessage()));
    }

    private String names(ServerErrorMessage error) {
        // Only these details speak of objects; others quote rows.
        boolean aboutObjects = state.equals("0A000") || state.equals("2BP01");
        return aboutObjects && error.getDetail() != null ? error.getDetail() : "";
    }

    /** Name of the constraint or index that refused, or empty. */
    public String constraint() {
        return server().map(ServerErrorMessage::getConstraint).orElse("");
    }

    public String table() {
        return server().map(ServerErrorMessage::getTable).orElse("");
    }

    public String schema() {
        return server().map(ServerErrorMessage::getSchema).orElse("");
    }

    public String column() {
        return server().map(ServerErrorMessage::getColumn).orElse("");
    }

    private Optional<ServerErrorMessage> server() {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof PSQLException server && server.getServerErrorMessage() != null) {
                return Optional.of(server.getServerErrorMessage());
            }
        }
        return Optional.empty();
    }
}
