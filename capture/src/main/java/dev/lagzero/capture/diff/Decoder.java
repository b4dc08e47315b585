package dev.lagzero.capture.diff;

/**
 * The changes of consecutive transactions of one source: what {@link PageDiff#between} says of each, event by event and
 * byte by byte. Used by one thread; the changes of a transaction may be read after later ones were asked for, as long
 * as their pages can be read.
 */
public final class Decoder implements AutoCloseable {

    private final CaptureScope scope;

    public Decoder(CaptureScope scope) {
        this.scope = scope;
    }

    /**
     * The changes of the next transaction, in the order and with the meaning of {@link PageDiff#between}.
     *
     * @throws dev.lagzero.capture.page.CorruptPageException here or from the iterator, when a page is not what it must be
     * @throws IllegalArgumentException when the scope masks a column of a primary key, or is not the decoder's
     */
    public Changes next(PageDiff.DiffInput input) {
        if (!input.scope().equals(scope)) {
            throw new IllegalArgumentException("the input has the scope " + input.scope() + ", the decoder " + scope);
        }
        return PageDiff.between(input);
    }

    @Override
    public void close() {
        // Nothing is kept between transactions.
    }
}
