package dev.lagzero.app.crash;

import dev.lagzero.schemas.moment.Moment;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Kills this process, as {@code kill -9} does, when it passes a moment for the nth time. Written {@code moment[:nth]} in
 * the environment variable {@code LAGZERO_CRASH_AT}.
 */
public record CrashPoint(Moment moment, long nth) {

    public static final String VARIABLE = "LAGZERO_CRASH_AT";

    public CrashPoint {
        if (nth < 1) {
            throw new IllegalArgumentException(VARIABLE + ": count from 1, not " + nth);
        }
    }

    public static CrashPoint parse(String text) {
        int colon = text.indexOf(':');
        try {
            return colon < 0
                    ? new CrashPoint(Moment.parse(text), 1)
                    : new CrashPoint(Moment.parse(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    VARIABLE + ": \"" + text + "\" is no moment[:nth], as mid-fold:3 (" + e.getMessage() + ")", e);
        }
    }

    public void arm() {
        AtomicLong passed = new AtomicLong();
        Moment.witness(now -> {
            if (now == moment && passed.incrementAndGet() == nth) {
                die();
            }
        });
    }

    /** The thread that passed the moment goes no further: the signal takes a few milliseconds to arrive. */
    private static void die() {
        try {
            new ProcessBuilder(
                            "kill",
                            "-KILL",
                            Long.toString(ProcessHandle.current().pid()))
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot kill this process", e);
        }
        while (true) {
            LockSupport.park();
        }
    }
}
