package dev.lagzero.sink.type;

import dev.lagzero.schemas.table.TemporalPattern;
import dev.lagzero.schemas.value.Value;
import java.util.Locale;

/**
 * What a target column is made of. Every value it {@link #holds} has exactly one form in it, and comes back unchanged.
 *
 * @param pattern how the texts of a date or timestamp column are written; {@link TemporalPattern#NONE} for others
 */
public record TargetType(Kind kind, TemporalPattern pattern) {

    /** In the order of declaration: nothing follows from it. */
    public enum Kind {
        BOOLEAN("boolean"),
        BIGINT("bigint"),
        DOUBLE("double precision"),
        /** Integers, and reals that do not look like integers: the number alone says which of the two it was. */
        NUMERIC("numeric"),
        TEXT("text"),
        BYTEA("bytea"),
        DATE("date"),
        TIMESTAMP("timestamp"),
        /** Postgres' json, not jsonb: it keeps the text as written. */
        JSON("json"),
        /** Any storage class: text, beside a column that says which class it was. */
        MIXED("text");

        private final String sqlName;

        Kind(String sqlName) {
            this.sqlName = sqlName;
        }

        public String sqlName() {
            return sqlName;
        }
    }

    public static final TargetType BOOLEAN = plain(Kind.BOOLEAN);
    public static final TargetType BIGINT = plain(Kind.BIGINT);
    public static final TargetType DOUBLE = plain(Kind.DOUBLE);
    public static final TargetType NUMERIC = plain(Kind.NUMERIC);
    public static final TargetType TEXT = plain(Kind.TEXT);
    public static final TargetType BYTEA = plain(Kind.BYTEA);
    public static final TargetType JSON = plain(Kind.JSON);
    public static final TargetType MIXED = plain(Kind.MIXED);
    public static final TargetType DATE = new TargetType(Kind.DATE, TemporalPattern.DATE);

    public TargetType {
        boolean temporal = kind == Kind.DATE || kind == Kind.TIMESTAMP;
        if (temporal != (pattern.kind() != TemporalPattern.Kind.NONE)) {
            throw new IllegalArgumentException("a column of " + kind + " written as " + pattern);
        }
    }

    private static TargetType plain(Kind kind) {
        return new TargetType(kind, TemporalPattern.NONE);
    }

    public static TargetType temporal(TemporalPattern pattern) {
        return new TargetType(pattern.kind() == TemporalPattern.Kind.DATE ? Kind.DATE : Kind.TIMESTAMP, pattern);
    }

    public String sqlName() {
        return kind.sqlName();
    }

    public boolean isMixed() {
        return kind == Kind.MIXED;
    }

    /** True when the value can be written to such a column and be told from every other value. NULL always can. */
    public boolean holds(Value value) {
        if (value instanceof Value.Null) {
            return true;
        }
        return switch (kind) {
            case BOOLEAN -> value instanceof Value.Int integer && (integer.value() == 0 || integer.value() == 1);
            case BIGINT -> value instanceof Value.Int;
            case DOUBLE -> value instanceof Value.Real;
            case NUMERIC ->
                value instanceof Value.Int || (value instanceof Value.Real real && !real.looksLikeInteger());
            case TEXT -> value instanceof Value.Text;
            case BYTEA -> value instanceof Value.Blob;
            case DATE, TIMESTAMP ->
                value instanceof Value.Text text
                        && TemporalPattern.of(text.value()).equals(pattern);
            case JSON -> value instanceof Value.Text text && JsonText.isJson(text.value());
            case MIXED -> true;
        };
    }

    /** As people and the catalogue write it: {@code bigint}, {@code timestamp3}, {@code mixed}. */
    public String label() {
        return switch (kind) {
            case DATE, TIMESTAMP -> pattern.toString();
            case BOOLEAN, BIGINT, DOUBLE, NUMERIC, TEXT, BYTEA, JSON, MIXED ->
                kind.name().toLowerCase(Locale.ROOT);
        };
    }

    public static TargetType parse(String label) {
        if (label.startsWith("timestamp") || label.equals("date")) {
            return temporal(TemporalPattern.parse(label));
        }
        return plain(Kind.valueOf(label.toUpperCase(Locale.ROOT)));
    }

    @Override
    public String toString() {
        return label();
    }
}
