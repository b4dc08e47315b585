package dev.lagzero.sink.target;

/** The target did not take something. Which subclass it is says what to do about it. */
public abstract sealed class TargetException extends Exception {
    private static final long serialVersionUID = 1L;

    private TargetException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Throws again what ended a work on another thread. */
    public static void rethrow(Throwable cause) throws TargetException {
        switch (cause) {
            case TargetException failure -> throw failure;
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            default -> throw new IllegalStateException(cause);
        }
    }

    /** For who was interrupted while the target was at work, and stays interrupted. */
    public static TargetException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Unavailable("the sink was interrupted while the target was at work", e);
    }

    /** The target cannot be reached or is restarting: take over again after a pause. Nothing was applied, or all was. */
    public static final class Unavailable extends TargetException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The target no longer holds all that was committed to it: take over again, and it says where to go on. */
    public static final class WentBack extends TargetException {
        private static final long serialVersionUID = 1L;

        public WentBack(String message) {
            super(message, null);
        }
    }

    /** Another worker has taken over: this tenure is void. */
    public static final class Fenced extends TargetException {
        private static final long serialVersionUID = 1L;

        public Fenced(String message) {
            super(message, null);
        }
    }

    /** Somebody must act (a view in the way of a wider type, a missing grant): try again later, show the message. */
    public static final class Blocked extends TargetException {
        private static final long serialVersionUID = 1L;

        public Blocked(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** It will never work like this: wrong projection, wrong version, a table that is not ours. */
    public static final class Refused extends TargetException {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message, null);
        }

        public Refused(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
