package dev.lagzero.sink.shape;

import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.TemporalPattern;
import dev.lagzero.schemas.value.Value;
import dev.lagzero.sink.type.Holding;
import dev.lagzero.sink.type.TargetType;
import dev.lagzero.sink.type.TargetType.Kind;
import dev.lagzero.sink.type.TextForm;
import java.util.Locale;
import java.util.Optional;

/**
 * The DEFAULT of a column, as far as Postgres can say the same. It is for applications that write after a cut-over;
 * replicated rows always name all columns.
 */
public final class Defaults {

    private static final TemporalPattern SECONDS = new TemporalPattern(TemporalPattern.Kind.TIMESTAMP, 0);
    private static final String UTC = "(CURRENT_TIMESTAMP AT TIME ZONE 'UTC')";

    private Defaults() {}

    /** The SQL of the default; empty when there is none or it cannot be said. */
    public static Optional<String> of(TargetColumn column, Dialect dialect) {
        ColumnDefinition definition = column.definition();
        if (column.type().isMixed() || definition.generated() || definition.defaultExpression() == null) {
            return Optional.empty();
        }
        Value value = definition.defaultValue();
        if (!(value instanceof Value.Null)) {
            return constant(column.type(), value, dialect);
        }
        return moment(definition.defaultExpression(), column.type());
    }

    /** What a person should know about a default that was left out. */
    public static Optional<String> notice(TargetColumn column, Dialect dialect) {
        String expression = column.definition().defaultExpression();
        boolean said = expression == null
                || column.definition().generated()
                || bare(expression).equals("NULL")
                || of(column, dialect).isPresent();
        return said
                ? Optional.empty()
                : Optional.of("column " + column.name() + ": DEFAULT " + expression + " is not carried over");
    }

    static Optional<String> constant(TargetType type, Value value, Dialect dialect) {
        if (!type.holds(value) || Holding.objection(value).isPresent()) {
            return Optional.empty();
        }
        String text = TextForm.of(type, value);
        return Optional.of(text == null ? "NULL" : dialect.literal(text) + "::" + type.sqlName());
    }

    private static Optional<String> moment(String expression, TargetType type) {
        String format =
                switch (bare(expression)) {
                    case "CURRENT_TIMESTAMP", "DATETIME('NOW')" -> "YYYY-MM-DD HH24:MI:SS";
                    case "CURRENT_DATE", "DATE('NOW')" -> "YYYY-MM-DD";
                    case "CURRENT_TIME", "TIME('NOW')" -> "HH24:MI:SS";
                    default -> "";
                };
        if (format.isEmpty()) {
            return Optional.empty();
        }
        if (type.kind() == Kind.TEXT) {
            return Optional.of("to_char(" + UTC + ", '" + format + "')");
        }
        if (type.kind() == Kind.DATE && format.length() == "YYYY-MM-DD".length()) {
            return Optional.of(UTC + "::date");
        }
        boolean seconds = type.kind() == Kind.TIMESTAMP && type.equals(TargetType.temporal(SECONDS));
        return seconds && format.contains("D H") ? Optional.of("date_trunc('second', " + UTC + ")") : Optional.empty();
    }

    private static String bare(String expression) {
        String text = expression.strip();
        while (text.startsWith("(") && text.endsWith(")")) {
            text = text.substring(1, text.length() - 1).strip();
        }
        return text.toUpperCase(Locale.ROOT);
    }
}
