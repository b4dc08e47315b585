package dev.lagzero.sink.type;

import dev.lagzero.schemas.table.Affinity;
import dev.lagzero.schemas.table.Census;
import dev.lagzero.schemas.table.ColumnDefinition;
import dev.lagzero.schemas.table.TemporalPattern;
import java.util.Locale;

/** The narrowest type that loses nothing of what a column holds, and fits what its declaration says. */
public final class TypeChoice {

    private static final TemporalPattern SQLITE_TIMESTAMP = new TemporalPattern(TemporalPattern.Kind.TIMESTAMP, 0);

    private TypeChoice() {}

    /**
     * @param compared the column is part of a key, a UNIQUE or a foreign key: Postgres' json knows no equality
     */
    public static TargetType choose(ColumnDefinition column, boolean compared) {
        Census census = column.census();
        String declared = column.declaredType().toUpperCase(Locale.ROOT);
        int classes = count(census.integers()) + count(census.reals()) + count(texts(census)) + count(census.blobs());
        if (classes == 0) {
            return forNothing(declared, column.affinity(), compared);
        }
        if (census.blobs() > 0) {
            return classes == 1 ? TargetType.BYTEA : TargetType.MIXED;
        }
        if (texts(census) > 0) {
            return classes == 1 ? forTexts(declared, census, compared) : TargetType.MIXED;
        }
        return forNumbers(declared, column.affinity(), census);
    }

    /** Texts that cannot be stored decide only when there is nothing else: they will be parked. */
    private static long texts(Census census) {
        boolean alone = census.integers() + census.reals() + census.blobs() == 0;
        return alone ? census.texts() + census.rawTexts() : census.texts();
    }

    private static int count(long values) {
        return values > 0 ? 1 : 0;
    }

    private static TargetType forNothing(String declared, Affinity affinity, boolean compared) {
        if (declared.contains("BOOL")) {
            return TargetType.BOOLEAN;
        }
        if (isTemporal(declared)) {
            return declared.contains("TIME") ? TargetType.temporal(SQLITE_TIMESTAMP) : TargetType.DATE;
        }
        if (declared.contains("JSON")) {
            return compared ? TargetType.TEXT : TargetType.JSON;
        }
        return switch (affinity) {
            case INTEGER -> TargetType.BIGINT;
            case REAL -> TargetType.DOUBLE;
            case TEXT -> TargetType.TEXT;
            case BLOB -> TargetType.BYTEA;
            case NUMERIC -> TargetType.NUMERIC;
        };
    }

    private static TargetType forTexts(String declared, Census census, boolean compared) {
        if (declared.contains("JSON") && census.json() && census.texts() > 0 && !compared) {
            return TargetType.JSON;
        }
        boolean alike = census.temporal().kind() != TemporalPattern.Kind.NONE;
        return isTemporal(declared) && alike ? TargetType.temporal(census.temporal()) : TargetType.TEXT;
    }

    private static TargetType forNumbers(String declared, Affinity affinity, Census census) {
        if (census.reals() == 0) {
            if (declared.contains("BOOL") && census.booleans()) {
                return TargetType.BOOLEAN;
            }
            return isDecimal(declared) && affinity == Affinity.NUMERIC ? TargetType.NUMERIC : TargetType.BIGINT;
        }
        boolean told = census.integralReals() == 0 && isNumeric(affinity);
        if (census.integers() == 0) {
            // Such a column stores 2.0 as the integer 2: sooner or later there are both.
            return told ? TargetType.NUMERIC : TargetType.DOUBLE;
        }
        return told ? TargetType.NUMERIC : TargetType.MIXED;
    }

    private static boolean isTemporal(String declared) {
        return declared.contains("DATE") || declared.contains("TIME");
    }

    private static boolean isDecimal(String declared) {
        return declared.contains("NUM") || declared.contains("DEC");
    }

    /** SQLite stores no real that looks like an integer in such a column, except where an expression forces it. */
    static boolean isNumeric(Affinity affinity) {
        return affinity == Affinity.NUMERIC || affinity == Affinity.INTEGER;
    }
}
