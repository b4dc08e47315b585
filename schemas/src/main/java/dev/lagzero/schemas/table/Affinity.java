package dev.lagzero.schemas.table;

import java.util.Locale;

/**
 * What SQLite prefers to store in a column, derived from its declared type by the five rules in
 * <a href="https://sqlite.org/datatype3.html">Datatypes in SQLite</a>, section 3.1.
 */
public enum Affinity {
    INTEGER,
    TEXT,
    BLOB,
    REAL,
    NUMERIC;

    public static Affinity of(String declaredType) {
        String type = declaredType.toUpperCase(Locale.ROOT);
        if (type.contains("INT")) {
            return INTEGER;
        }
        if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
            return TEXT;
        }
        if (type.isBlank() || type.contains("BLOB")) {
            return BLOB;
        }
        if (type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB")) {
            return REAL;
        }
        return NUMERIC;
    }
}
