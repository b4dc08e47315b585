package dev.lagzero.sink.postgres;

/** Rows do not fit the tables as they are: the same batch must be tried where tables can be changed. */
final class OwnerNeeded extends Exception {
    private static final long serialVersionUID = 1L;
}
