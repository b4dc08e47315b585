package dev.lagzero.sink.jdbc;

import dev.lagzero.sink.shape.Dialect;
import java.sql.SQLException;
import org.postgresql.core.Utils;

/** Names and constants quoted by the Postgres driver. */
public final class DriverQuoting {

    public static final Dialect DIALECT = new Dialect(DriverQuoting::identifier, DriverQuoting::literal);

    private DriverQuoting() {}

    private static String identifier(String name) {
        try {
            return Utils.escapeIdentifier(new StringBuilder(), name).toString();
        } catch (SQLException e) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be a name in Postgres", e);
        }
    }

    private static String literal(String text) {
        try {
            return "'" + Utils.escapeLiteral(new StringBuilder(), text, true) + "'";
        } catch (SQLException e) {
            throw new IllegalArgumentException("a text with U+0000 cannot be a constant in Postgres", e);
        }
    }
}
