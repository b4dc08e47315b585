package dev.lagzero.capture.page;

/** The pages of one state of a database together with what its header says about them. */
public record Database(Pages pages, DatabaseHeader header) {

    public static Database of(Pages pages) {
        return new Database(pages, DatabaseHeader.of(pages));
    }

    /** Another state of the same database, whose first page is the same. */
    public Database later(Pages later) {
        return new Database(later, header);
    }

    public int pageCount() {
        return pages.pageCount();
    }

    public TextEncoding encoding() {
        return header.encoding();
    }

    /** A page's bytes; {@code referrer} is the page that named it. */
    byte[] bytes(int pageNumber, int referrer) {
        if (pageNumber < 1 || pageNumber > pages.pageCount()) {
            throw new CorruptPageException(referrer, "it points to page " + pageNumber + " of " + pages.pageCount());
        }
        return pages.read(pageNumber);
    }
}
