package dev.lagzero.capture.spool;

/** A page set is not what was written. */
public final class DamagedPageSetException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedPageSetException(String what) {
        super(what);
    }
}
