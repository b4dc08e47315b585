package dev.lagzero.sink.postgres;

/** What is done before its turn meets something that only its turn allows, or has to give way: it is done again then. */
final class TooEarly extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
