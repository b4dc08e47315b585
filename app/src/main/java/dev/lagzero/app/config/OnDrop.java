package dev.lagzero.app.config;

/** What becomes of a target table whose source table was dropped: it stays under another name, or goes too. */
public enum OnDrop {
    KEEP,
    DROP
}
