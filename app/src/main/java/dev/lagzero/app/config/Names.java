package dev.lagzero.app.config;

/** What becomes of the names of tables and columns: lower case, or as they are. */
public enum Names {
    FOLD,
    PRESERVE
}
