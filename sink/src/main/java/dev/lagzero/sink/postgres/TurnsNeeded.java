package dev.lagzero.sink.postgres;

/** Two sources write the same row: the same batch must be tried where only one worker is at it. */
final class TurnsNeeded extends Exception {
    private static final long serialVersionUID = 1L;
}
