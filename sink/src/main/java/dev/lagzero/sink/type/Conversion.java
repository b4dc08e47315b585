package dev.lagzero.sink.type;

import dev.lagzero.schemas.table.TemporalPattern;
import dev.lagzero.schemas.value.Storage;
import dev.lagzero.sink.type.TargetType.Kind;

/** SQL expressions that turn what a column holds into what a wider one holds, and back to the source's value. */
public final class Conversion {

    private static final String LOWEST = "-9223372036854775808";
    private static final String HIGHEST = "9223372036854775807";

    private Conversion() {}

    /** @param column a quoted column of type {@code from} */
    public static String expression(TargetType from, TargetType to, String column) {
        if (from.equals(to)) {
            return column;
        }
        return switch (to.kind()) {
            case BIGINT -> column + "::integer::bigint";
            case NUMERIC -> from.kind() == Kind.BOOLEAN ? column + "::integer::numeric" : column + "::numeric";
            case TEXT, MIXED -> text(from, column);
            case BOOLEAN, DOUBLE, BYTEA, DATE, TIMESTAMP, JSON ->
                throw new IllegalArgumentException(from + " does not widen to " + to);
        };
    }

    private static String text(TargetType from, String column) {
        return switch (from.kind()) {
            case BOOLEAN -> column + "::integer::text";
            case BIGINT, DOUBLE, JSON, TEXT, MIXED -> column + "::text";
            case NUMERIC ->
                "CASE WHEN " + isInteger(column) + " THEN " + column + "::bigint::text ELSE " + column
                        + "::double precision::text END";
            case BYTEA -> "'\\x' || encode(" + column + ", 'hex')";
            case DATE -> "to_char(" + column + ", 'YYYY-MM-DD')";
            case TIMESTAMP -> "to_char(" + column + ", '" + format(from.pattern()) + "')";
        };
    }

    /** What a column of the type holds, from the content that a mixed column has for it. */
    public static String fromMixed(TargetType to, String content) {
        return switch (to.kind()) {
            case TEXT, MIXED -> content;
            case BOOLEAN -> content + "::integer::boolean";
            case BIGINT, DOUBLE, NUMERIC, BYTEA, DATE, TIMESTAMP, JSON -> content + "::" + to.sqlName();
        };
    }

    /** The name of the storage class that the source has for what is in the column; never NULL. */
    public static String storage(TargetType from, String column) {
        String name =
                switch (from.kind()) {
                    case BOOLEAN, BIGINT -> quoted(Storage.INTEGER);
                    case DOUBLE -> quoted(Storage.REAL);
                    case TEXT, DATE, TIMESTAMP, JSON -> quoted(Storage.TEXT);
                    case BYTEA -> quoted(Storage.BLOB);
                    case NUMERIC ->
                        "CASE WHEN " + isInteger(column) + " THEN " + quoted(Storage.INTEGER) + " ELSE "
                                + quoted(Storage.REAL) + " END";
                    case MIXED -> throw new IllegalArgumentException("a mixed column says so itself");
                };
        return "CASE WHEN " + column + " IS NULL THEN " + quoted(Storage.NULL) + " ELSE " + name + " END";
    }

    /** Comparing with NaN and infinities is safe: Postgres orders them. */
    private static String isInteger(String column) {
        return "(" + column + " BETWEEN " + LOWEST + " AND " + HIGHEST + " AND " + column + " = trunc(" + column + "))";
    }

    private static String quoted(Storage storage) {
        return "'" + storage.sqliteName() + "'";
    }

    private static String format(TemporalPattern pattern) {
        String fraction = pattern.fraction() == 0 ? "" : ".FF" + pattern.fraction();
        return "YYYY-MM-DD HH24:MI:SS" + fraction;
    }
}
