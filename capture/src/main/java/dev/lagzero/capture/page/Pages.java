package dev.lagzero.capture.page;

/**
 * The pages of a database as they stood at one commit. Reading is random access by page number, from 1; page 1 begins
 * with the database header. A database without pages is a valid, empty one. Implementations state whether they may be
 * used by several threads; none needs to be.
 */
public interface Pages {

    /** Bytes of a page: a power of two from 512 to 65536. Meaningless when there are no pages. */
    int pageSize();

    int pageCount();

    /**
     * The whole page, {@link #pageSize()} bytes; callers do not change it and do not keep it for long. It is not used
     * again for another page.
     */
    byte[] read(int pageNumber);
}
