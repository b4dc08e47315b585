package dev.lagzero.app.http;

/** The port for HTTP cannot be listened on. */
public final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PortTakenException(int port, Throwable cause) {
        super("port " + port + " on 127.0.0.1 is in use or forbidden (" + cause.getMessage() + ")", cause);
    }
}
