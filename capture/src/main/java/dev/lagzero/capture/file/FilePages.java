package dev.lagzero.capture.file;

/**
 * The pages of a database file, without its log.
 *
 * @param pageSize 0 when the file is empty
 * @param changeCounter counts the commits outside WAL mode
 */
public record FilePages(SqliteFile file, int pageSize, int pageCount, long changeCounter) {

    /** Reads a page into an array of the page size. */
    public void read(int number, byte[] page) {
        file.readPage(number, page);
    }
}
