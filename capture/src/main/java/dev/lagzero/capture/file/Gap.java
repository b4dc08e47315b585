package dev.lagzero.capture.file;

/** Why transactions could not be taken from the source's log one by one. */
public enum Gap {
    SNAPSHOT("snapshot", "the first copy"),
    LOG_RESET("log-reset", "the write-ahead log was reset while nobody followed it"),
    LOG_MISSING("log-missing", "the write-ahead log was removed while nobody followed it"),
    LOG_UNKNOWN("log-unknown", "it was not known how far the write-ahead log had been read"),
    LOG_SHORTER("log-shorter", "the write-ahead log no longer holds what was read of it: a backup, or a loss of power"),
    LOG_HOLE(
            "log-hole",
            "committed frames of the write-ahead log cannot be read: SQLite before 3.51.3 leaves such holes after"
                    + " ROLLBACK TO in a large transaction. Move the application to SQLite 3.51.3 or newer"),
    FILE_REPLACED("file-replaced", "another file took the place of the database"),
    NO_LOG("compare", "the database is not in WAL mode"),
    SPACE("space", "the data directory had no space left for the log");

    private final String reason;
    private final String words;

    Gap(String reason, String words) {
        this.reason = reason;
        this.words = words;
    }

    /** As the events of the transaction that closes the gap say it. */
    public String reason() {
        return reason;
    }

    /** As people are told. */
    public String words() {
        return words;
    }
}
