package dev.lagzero.capture.page;

/** A page does not hold what the file format asks of it. The message names the page and what is wrong with it. */
public final class CorruptPageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int page;

    public CorruptPageException(int page, String wrong) {
        super("page " + page + " is corrupt: " + wrong + " (try PRAGMA integrity_check on the database)");
        this.page = page;
    }

    public int page() {
        return page;
    }
}
