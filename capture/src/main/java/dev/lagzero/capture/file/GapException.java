package dev.lagzero.capture.file;

/** The source's log no longer leads from what is known of the source to what it holds now. A comparison of pages does. */
public final class GapException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Gap gap;

    GapException(Gap gap) {
        super(gap.toString());
        this.gap = gap;
    }

    public Gap gap() {
        return gap;
    }
}
