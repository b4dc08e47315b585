package dev.lagzero.schemas.value;

import java.util.Locale;

/** SQLite's five storage classes; {@link #sqliteName()} is what SQLite's {@code typeof()} answers. */
public enum Storage {
    NULL,
    INTEGER,
    REAL,
    TEXT,
    BLOB;

    public String sqliteName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
