package dev.lagzero.app.pipeline;

import java.util.List;

/** Why a run ended. */
public sealed interface Outcome {

    /** Source and target are equal, as the run was told to bring about, and said so. */
    record CaughtUp() implements Outcome {}

    /** It was told to catch up, and without help it cannot: rows are parked, or the target is blocked. */
    record Short(List<String> states) implements Outcome {}

    /** Somebody asked for the end. */
    record Asked() implements Outcome {}

    /** A part cannot go on. */
    record Failed(Throwable cause) implements Outcome {}
}
